package io.tollgate.routing.check;

import java.util.Set;
import java.util.regex.Pattern;

/** What runs a program: scripts, languages that are programs, components that start something, texts from elsewhere. */
final class ScriptReview implements TextCheck {
    private static final Set<String> LANGUAGES = Set.of(
            "groovy", "java", "joor", "csimple", "js", "javascript", "python", "mvel", "ognl", "spel", "jactl", "wasm");

    private static final String COMPONENTS =
            "exec|shell|ssh|docker|language|controlbus|wasm|jmx|jt400|robotframework|kamelet"
                    + "|velocity|freemarker|string-template|mvel|jte|thymeleaf|chunk|spring-batch|ignite-compute|flink"
                    + "|kubernetes-[a-z-]+|openshift-[a-z-]+|openstack-[a-z-]+|aws2-(lambda|ec2|ecs|eks|iam|ssm)"
                    + "|azure-functions|google-functions|hwcloud-functiongraph|dynamic-router-control";
    private static final Pattern ADDRESS = Pattern.compile("(?:^|[,;+|>]|\\s)(" + COMPONENTS + "):(?=\\S)");
    private static final Pattern ALONE = Pattern.compile(COMPONENTS);
    private static final Set<String> ADDRESS_KEYS =
            Set.of("uri", "to", "toD", "from", "wireTap", "poll", "deadLetterUri");

    private static final Pattern ELSEWHERE = Pattern.compile("^\\s*resource:");
    private static final Pattern OPEN_TEMPLATE = Pattern.compile(
            "\\b(allowContextMapAll|allowTemplateFromHeader|allowTemplateFromBody|allowCacheFromHeader)\\b");
    private static final Set<String> SCRIPTED_BEAN = Set.of("scriptLanguage");
    private static final Set<String> SCRIPT_KEYS = Set.of("expression", "script", "scriptLanguage");

    private final Findings findings;

    ScriptReview(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void check(ReviewedText text) {
        boolean isText = LANGUAGES.contains(text.key()) || SCRIPT_KEYS.contains(text.key());
        if (isText && text.keys().stream().anyMatch(key -> LANGUAGES.contains(key) || SCRIPTED_BEAN.contains(key))) {
            add(text, "A script can do whatever the gateway can; say it in simple or jq");
        }
        text.readings().forEach(reading -> {
            if (ADDRESS.matcher(reading).find()
                    || ADDRESS_KEYS.contains(text.key())
                            && ALONE.matcher(reading).matches()) {
                add(
                        text,
                        "This component runs what it is given, or steers the gateway; send to a queue, and let a"
                                + " program of its own take it from there");
            }
            if (ELSEWHERE.matcher(reading).find()) {
                add(text, "What stands in another file is not checked; write it here");
            }
        });
        if (OPEN_TEMPLATE.matcher(text.raw()).find()
                || text.keys().stream()
                        .anyMatch(key -> OPEN_TEMPLATE.matcher(key).matches())) {
            add(text, "A template that sees all of Camel, or comes with the message, is a program; leave this out");
        }
    }

    private void add(ReviewedText text, String why) {
        findings.add(Rule.SCRIPT, text.place(), why);
    }
}
