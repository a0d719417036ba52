package io.tollgate.cli;

import io.tollgate.audit.Act;
import java.util.Optional;

/** The body of an event, for a look at it. */
final class EventPayload {
    private EventPayload() {}

    /**
     * @param reveal whether what is personal is left as it is
     * @return empty when retention has removed it
     */
    static Optional<byte[]> of(String id, boolean reveal, Operations operations) {
        Audit.write(operations, reveal ? Act.PERSONAL_DATA_SEEN : Act.PAYLOAD_SEEN, id, "events --payload");
        return operations
                .entries()
                .payload(id)
                .map(body -> reveal ? body : operations.personalData().mask(body));
    }
}
