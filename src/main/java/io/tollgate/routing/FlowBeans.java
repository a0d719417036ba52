package io.tollgate.routing;

import java.util.Map;

/** What routes may name in a {@code ref:}. Nothing else of the gateway is theirs. */
final class FlowBeans {
    private FlowBeans() {}

    /** New ones; they outlive the route sets that use them. */
    static Map<String, Object> all() {
        return Map.of(
                "unroutedTypes", new UnroutedTypes(),
                "mailModel", new MailModel(),
                "mailText", new MailText(),
                "mailRefusal", new MailRefusal());
    }
}
