package io.tollgate.webhook;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Keeps an unforeseen failure of the route from telling Stripe that the event is at fault. */
class Never500 extends HttpServletResponseWrapper {
    Never500(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void setStatus(int status) {
        boolean failed = status >= 500;
        super.setStatus(failed ? SC_SERVICE_UNAVAILABLE : status);
        if (failed) {
            setHeader("Retry-After", Problem.RETRY_AFTER);
        }
    }
}
