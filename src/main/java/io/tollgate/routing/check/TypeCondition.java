package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Which event types a condition in Camel's language simple lets through.
 *
 * @param types what is let through, if nothing else stands against it
 * @param always whether nothing else does: {@code type == 'a' && livemode} may let an event of type a not through
 */
record TypeCondition(List<Types> types, boolean always) {
    private static final String TYPE =
            "\\$\\{(?:(?:in\\.)?headers?[.\\[]'?(?i:stripeEventType|JMSType)'?]?" + "|variable\\.event\\['?type'?])}";
    private static final Pattern COMPARISON = Pattern.compile(TYPE
            + "\\s*(==|!=|=~|!~|!in|in|startsWith|starts with|endsWith|ends with|!contains|contains|~~|!regex|regex)"
            + "\\s*(?:'([^']*)'|\"([^\"]*)\")");

    private static final Pattern OR = Pattern.compile("\\s*\\|\\|\\s*");
    private static final Pattern AND = Pattern.compile("\\s*&&\\s*");

    /** One type, or all that begin with it. */
    record Types(String text, boolean isPrefix) {
        boolean includes(Types other) {
            return isPrefix ? other.text.startsWith(text) : !other.isPrefix && other.text.equals(text);
        }

        boolean includes(String type) {
            return includes(new Types(type, false));
        }
    }

    /** A type or a part of one that a condition compares with, as it stands there. */
    record Mention(String operator, String text) {
        boolean isWhole() {
            return Stream.of("==", "!=", "=~", "!~", "in", "!in").anyMatch(operator::equals);
        }

        boolean isPositive() {
            return !operator.startsWith("!");
        }

        /** False for a regular expression that is none. */
        boolean isReadable() {
            try {
                return !operator.endsWith("regex") || Pattern.compile(text) != null;
            } catch (PatternSyntaxException e) {
                return false;
            }
        }

        /** Whether it, or what it denies, would be true for this type. */
        boolean matches(String type) {
            return switch (operator) {
                case "startsWith", "starts with" -> type.startsWith(text);
                case "endsWith", "ends with" -> type.endsWith(text);
                case "contains", "!contains", "~~" -> type.contains(text);
                case "regex", "!regex" -> isReadable() && type.matches(text);
                case "=~", "!~" -> type.equalsIgnoreCase(text);
                default -> type.equals(text);
            };
        }
    }

    /** All mentions, in order; without those that are known at run time only. */
    static List<Mention> mentions(String condition) {
        List<Mention> mentions = new ArrayList<>();
        Matcher comparison = COMPARISON.matcher(condition);
        while (comparison.find()) {
            String operator = comparison.group(1);
            String text = comparison.group(2) != null ? comparison.group(2) : comparison.group(3);
            (operator.endsWith("in") ? Stream.of(text.split(",")) : Stream.of(text))
                    .map(String::strip)
                    .filter(type -> !type.isEmpty() && !type.contains("${") && !type.contains("{{"))
                    .forEach(type -> mentions.add(new Mention(operator, type)));
        }
        return mentions;
    }

    /** Empty when it does not ask for the type, or in a way that is not understood. */
    static Optional<TypeCondition> of(String condition) {
        String[] alternatives = OR.split(condition);
        List<Types> types = new ArrayList<>();
        boolean always = true;
        for (String alternative : alternatives) {
            String[] parts = AND.split(alternative);
            List<Types> found = Stream.of(parts)
                    .map(TypeCondition::comparison)
                    .filter(list -> !list.isEmpty())
                    .findFirst()
                    .orElse(List.of());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            types.addAll(found);
            always &= parts.length == 1;
        }
        return Optional.of(new TypeCondition(List.copyOf(types), always));
    }

    private static List<Types> comparison(String text) {
        Matcher comparison = COMPARISON.matcher(text.strip());
        if (!comparison.matches()) {
            return List.of();
        }
        String value = comparison.group(2) != null ? comparison.group(2) : comparison.group(3);
        return switch (comparison.group(1)) {
            case "==" -> List.of(new Types(value, false));
            case "in" ->
                Stream.of(value.split(","))
                        .map(type -> new Types(type.strip(), false))
                        .toList();
            case "startsWith", "starts with" -> List.of(new Types(value, true));
            default -> List.of();
        };
    }
}
