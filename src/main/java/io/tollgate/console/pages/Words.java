package io.tollgate.console.pages;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The words of the pages in one language: {@code console/words_<language>.properties}. */
public final class Words {
    /** The first one where nobody says otherwise. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    private final Locale language;
    private final ResourceBundle texts;

    private Words(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle(
                "console.words", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    static Words in(Locale language) {
        return new Words(LANGUAGES.contains(language) ? language : LANGUAGES.get(0));
    }

    /** As the attribute {@code lang} of HTML has it. */
    public String language() {
        return language.getLanguage();
    }

    boolean has(String key) {
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
