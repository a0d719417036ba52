package io.tollgate.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON that is an event of Stripe's, or nearly; the same ones for the same seed. */
final class RandomEvents {
    private static final String[] NAMES = {
        "id",
        "type",
        "livemode",
        "created",
        "account",
        "api_version",
        "data",
        "related_object",
        "user_id",
        "context",
        "object",
        "x",
        "",
        "Id"
    };
    private static final String[] VALUES = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "7",
        "-1",
        "1767225600",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "1e3",
        "1.0",
        "1.5",
        "1E400",
        "1e-400",
        "0.0",
        "-0.0",
        "9".repeat(900),
        "0." + "1".repeat(900),
        "\"\"",
        "\"true\"",
        "\"false\"",
        "\"1000\"",
        "\"yesterday\"",
        "\"pi_1\"",
        "\"acct_1\"",
        "\"2025-01-27.acacia\"",
        "\"2024-09-17T06:20:52.246Z\"",
        "\"2024-09-17T06:20:52+02:00\"",
        "\"2024-09-17t06:20:52z\"",
        "\"2024-09-17\"",
        "\"evt_2\"",
        "\"evt_\\u0033\"",
        "\"a.b\"",
        "\"v2.core.x[y].updated\"",
        "\"\\t\"",
        "\"a\\tb\"",
        "\"\\u0085\"",
        "\"\u0085\"",
        "\"\\u0000\"",
        "\"\\u202e\"",
        "\"\u2028\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude80\"",
        "\"🚀\"",
        "\"👩\u200d🚀\"",
        "\"\\/\\b\\\"\"",
        "\"é\"",
        "\"" + "x".repeat(250) + "\"",
        "\"" + "x".repeat(251) + "\"",
        "\"" + "🚀".repeat(126) + "\"",
        "[]",
        "{}",
        "[[]]",
        "[{\"id\":\"a\"}]",
        "{\"id\":\"pi_1\"}",
        "{\"id\":7}",
        "{\"id\":null}",
        "{\"id\":[\"a\"]}",
        "{\"object\":{\"id\":\"pi_2\"}}",
        "{\"object\":{\"id\":\"a\\tb\"}}",
        "{\"object\":{\"id\":\"pi_2\",\"id\":7}}",
        "{\"object\":[]}",
        "{\"object\":{\"id\":\"pi_1\"},\"object\":{}}",
        "{\"\\u006fbject\":{\"i\\u0064\":\"pi_3\"}}",
        "{\"object\":\"pi_1\"}",
        "{\"object\":{\"object\":{\"id\":\"no\"}}}",
        "[".repeat(900) + "]".repeat(900),
        // no JSON
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "1.",
        ".5",
        "0x1",
        "'a'",
        "tru",
        "\"\u0001\"",
        "\"\\x\"",
        "[1,]",
        "/**/1",
        "\uFEFF1",
    };
    private static final String[] ENDS = {"", "", "", "", " ", "\n", "\r\n\t", "{}", " x", "]", "\u0000", ","};

    private final Random random;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    String next() {
        List<String> members = new ArrayList<>(List.of("\"id\":\"evt_1\"", "\"type\":\"a.b\""));
        for (int more = random.nextInt(6); more > 0; more--) {
            members.add(random.nextInt(members.size() + 1), space() + name() + space() + ":" + space() + any(VALUES));
        }
        return space() + "{" + String.join(space() + ",", members) + "}" + any(ENDS);
    }

    private String name() {
        String name = any(NAMES);
        if (!name.isEmpty() && random.nextInt(5) == 0) {
            int at = random.nextInt(name.length());
            name = name.substring(0, at) + "\\u%04x".formatted((int) name.charAt(at)) + name.substring(at + 1);
        }
        return "\"" + name + "\"";
    }

    private String space() {
        return any(new String[] {"", "", "", " ", "\n\t"});
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
