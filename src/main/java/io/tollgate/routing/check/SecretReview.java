package io.tollgate.routing.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What names a setting of the gateway itself, or a secret where none belongs. */
final class SecretReview implements TextCheck {
    /** In simple and in XPath. */
    private static final Pattern PROPERTIES =
            Pattern.compile("\\bproperties(?:Exist)?(?::!?|\\(\\s*['\"])([^:{}'\"()\\s]+)");
    /** In an address: {@code password=}. */
    private static final Pattern OPTION = Pattern.compile("(\\w+)=(?:RAW[({])?$");

    private final Findings findings;

    SecretReview(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void check(ReviewedText text) {
        Set<String> settings = new TreeSet<>(text.filled().settings());
        text.readings()
                .forEach(reading ->
                        PROPERTIES.matcher(reading).results().forEach(found -> settings.add(found.group(1))));
        for (String setting : settings) {
            if (GatewaySettings.isOwn(setting)) {
                findings.add(
                        Rule.SECRET,
                        text.place(),
                        "'" + setting + "' is a setting of the gateway itself, which is not for flows; give the flow a"
                                + " setting of its own");
            } else if (GatewaySettings.isSecret(setting) && !belongsThere(text, setting)) {
                findings.add(
                        Rule.SECRET,
                        text.place(),
                        "'" + setting
                                + "' is a secret by its name, and this is no option for one, such as password, nor"
                                + " the header Authorization; look where it goes");
            }
        }
    }

    private static boolean belongsThere(ReviewedText text, String setting) {
        if (text.isForSecret()) {
            return true;
        }
        String raw = text.raw();
        int at = raw.indexOf("{{" + setting);
        Matcher option = OPTION.matcher(raw.substring(0, Math.max(0, at)));
        return option.find() && GatewaySettings.isSecret(option.group(1)) && raw.indexOf("{{" + setting, at + 1) < 0;
    }
}
