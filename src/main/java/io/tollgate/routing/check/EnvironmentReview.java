package io.tollgate.routing.check;

import java.util.Set;
import java.util.regex.Pattern;

/** What reads the environment of the process, where its secrets are: in simple, in placeholders, in jq and in XPath. */
final class EnvironmentReview implements TextCheck {
    private static final Set<String> FUNCTIONS =
            Set.of("env", "sys", "service", "service.name", "service.host", "service.port");

    private static final Pattern SIMPLE = Pattern.compile("\\$(simple)?\\{\\s*(sysenv|env|sys)[.:]");
    private static final Pattern JQ = Pattern.compile("\\$ENV\\b|(?<![.\\w$\"'])env\\b(?!\\s*:)");
    private static final Pattern XPATH = Pattern.compile("\\b(environment-variable|system-property)\\s*\\(");

    private final Findings findings;

    EnvironmentReview(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void check(ReviewedText text) {
        if (text.filled().functions().stream().anyMatch(FUNCTIONS::contains)
                || text.readings().anyMatch(reading -> reads(reading, isJq(text.keys(), reading)))) {
            findings.add(
                    Rule.ENVIRONMENT,
                    text.place(),
                    "This reads the environment of the gateway, where its secrets are; let the flow name a setting of its"
                            + " own, such as {{my.queue}}");
        }
    }

    private static boolean reads(String text, boolean isJq) {
        return SIMPLE.matcher(text).find()
                || XPATH.matcher(text).find()
                || isJq && JQ.matcher(text).find();
    }

    private static boolean isJq(Set<String> keys, String text) {
        return keys.contains("jq") || text.contains("jq(");
    }
}
