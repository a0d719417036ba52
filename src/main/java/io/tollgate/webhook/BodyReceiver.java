package io.tollgate.webhook;

import io.tollgate.webhook.Answer.Refused;
import java.io.IOException;

/** Is told what has become of a body: one of these, once. */
interface BodyReceiver {
    /** @param reserved bytes in flight, which the callee gives back */
    void whole(byte[] body, int reserved) throws IOException;

    /** Nothing is reserved for it any more. */
    void refused(Refused answer) throws IOException;
}
