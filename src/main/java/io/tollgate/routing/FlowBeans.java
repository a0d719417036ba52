package io.tollgate.routing;

import io.tollgate.routing.mail.MailModel;
import io.tollgate.routing.mail.MailRefusal;
import io.tollgate.routing.mail.MailText;
import io.tollgate.routing.mail.MailWriter;
import java.util.Map;
import org.apache.camel.spi.IdempotentRepository;

/** What routes may name in a {@code ref:}. Nothing else of the gateway is theirs. */
public final class FlowBeans {
    private FlowBeans() {}

    /** New ones; they outlive the route sets that use them. */
    public static Map<String, Object> all(IdempotentRepository doneEvents) {
        return Map.of(
                "doneEvents", doneEvents,
                "unroutedTypes", new UnroutedTypes(),
                "mail", new MailWriter(),
                "mailModel", new MailModel(),
                "mailText", new MailText(),
                "mailRefusal", new MailRefusal());
    }
}
