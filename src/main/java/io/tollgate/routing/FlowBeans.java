package io.tollgate.routing;

import io.tollgate.hydrate.Asking;
import io.tollgate.hydrate.Hydrate;
import io.tollgate.routing.mail.MailModel;
import io.tollgate.routing.mail.MailRefusal;
import io.tollgate.routing.mail.MailText;
import io.tollgate.routing.mail.MailWriter;
import java.util.Map;
import org.apache.camel.spi.IdempotentRepository;

/** What routes may name in a {@code ref:}. Nothing else of the gateway is theirs. */
public final class FlowBeans {
    private FlowBeans() {}

    /** Where nobody asks Stripe. */
    public static Map<String, Object> all(IdempotentRepository doneEvents) {
        return all(doneEvents, new Hydrate(Asking.NOBODY));
    }

    /** New ones; they outlive the route sets that use them. */
    public static Map<String, Object> all(IdempotentRepository doneEvents, Hydrate hydrate) {
        return Map.of(
                Hydrate.NAME,
                hydrate,
                "doneEvents",
                doneEvents,
                "unroutedTypes",
                new UnroutedTypes(),
                "mail",
                new MailWriter(),
                "mailModel",
                new MailModel(),
                "mailText",
                new MailText(),
                "mailRefusal",
                new MailRefusal());
    }
}
