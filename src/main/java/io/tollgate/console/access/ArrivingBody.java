package io.tollgate.console.access;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;

/** Takes what has come of a body, whenever something has. */
final class ArrivingBody implements ReadListener, AsyncListener {
    private final ServletInputStream in;
    private final AsyncContext waiting;
    private final Consumer<byte[]> whole;
    private final byte[] body;
    private int come;

    ArrivingBody(ServletInputStream in, int length, AsyncContext waiting, Consumer<byte[]> whole) {
        this.in = in;
        this.waiting = waiting;
        this.whole = whole;
        this.body = new byte[length];
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (come < body.length && in.isReady()) {
            int more = in.read(body, come, body.length - come);
            if (more < 0) {
                return;
            }
            come += more;
        }
        if (come == body.length) {
            in.isReady(); // tells of the end
        }
    }

    @Override
    public void onAllDataRead() {
        if (come == body.length) {
            whole.accept(body);
        } else {
            end(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    @Override
    public void onError(Throwable why) {
        end(HttpServletResponse.SC_BAD_REQUEST);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }

    private void end(int status) {
        HttpServletResponse response = (HttpServletResponse) waiting.getResponse();
        response.setStatus(status);
        response.setHeader("Connection", "close");
        waiting.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
