package io.tollgate.console.words;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.springframework.web.util.WebUtils;

/** The words of the pages in one language: {@code console/words_<language>.properties}. */
public final class Words {
    /** Of the cookie with the language that somebody has chosen. */
    public static final String CHOSEN = "language";

    /** The first one where nobody says otherwise. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    private final Locale language;
    private final ResourceBundle texts;

    private Words(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle(
                "console.words", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    /** Those of the language that somebody has chosen, else of the first that the browser asks for and that there is. */
    public static Words of(HttpServletRequest request) {
        var chosen = WebUtils.getCookie(request, CHOSEN);
        List<Locale> wanted = chosen == null
                ? Collections.list(request.getLocales())
                : List.of(Locale.forLanguageTag(chosen.getValue()));
        return wanted.stream()
                .map(one -> Locale.forLanguageTag(one.getLanguage()))
                .filter(LANGUAGES::contains)
                .findFirst()
                .map(Words::new)
                .orElseGet(() -> new Words(LANGUAGES.get(0)));
    }

    /** As the attribute {@code lang} of HTML has it. */
    public String language() {
        return language.getLanguage();
    }

    public boolean has(String key) {
        return texts.containsKey(key);
    }

    /**
     * @param key of the bundle
     * @param values what takes the place of {0} and so on; each is text, whatever is in it
     */
    public String of(String key, Object... values) {
        return values.length == 0
                ? texts.getString(key)
                : new MessageFormat(texts.getString(key), language).format(values);
    }
}
