package io.tollgate.webhook;

import io.tollgate.webhook.Answer.Refused;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import java.io.IOException;

/** A large body of which nothing is read yet. When it has its turn, its request is dispatched anew. */
final class WaitingBody extends Upload {
    private static final String ATTRIBUTE = WaitingBody.class.getName();

    private final IncomingBody body;

    WaitingBody(IncomingBody body, Uploads uploads) throws IOException {
        super(body.request(), uploads);
        this.body = body;
    }

    /** What is to be read now of a request that was dispatched anew. */
    static void goOn(ServletRequest request) {
        ((IncomingBody) request.getAttribute(ATTRIBUTE)).begin(0);
    }

    /** @return false when it has ended */
    boolean goOn() {
        return endAndDispatch(reserved -> request().setAttribute(ATTRIBUTE, body));
    }

    IncomingBody body() {
        return body;
    }

    @Override
    boolean readFrom(ServletInputStream in) {
        return false;
    }

    @Override
    int received() {
        return 0;
    }

    /** It has sent all that could be asked for. */
    @Override
    boolean isTooSlow() {
        return false;
    }

    @Override
    void overdue() {
        giveWay();
    }

    @Override
    void giveWay() {
        end(reserved -> body.receiver().refused(Refused.DISPLACED));
    }

    @Override
    public void onAllDataRead() {
        throw new IllegalStateException("Nothing is read of it");
    }

    @Override
    public void onError(Throwable failure) {
        giveWay();
    }
}
