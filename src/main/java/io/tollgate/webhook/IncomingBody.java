package io.tollgate.webhook;

import io.tollgate.webhook.Answer.Refused;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A body that is kept, in memory that was reserved before it was filled. */
final class IncomingBody extends Upload {
    private static final int FIRST = 8192;

    private final Uploads uploads;
    private final Receiver receiver;
    /** Bytes; negative when the end will tell. */
    private final int announced;

    private final int limit;
    private byte[] bytes = {};
    private volatile int received;

    /** Is told what has become of the body: one of these, once. */
    interface Receiver {
        /** @param reserved bytes in flight, which the callee gives back */
        void whole(byte[] body, int reserved) throws IOException;

        /** Nothing is reserved for it any more. */
        void refused(Refused answer) throws IOException;
    }

    /**
     * @param request with a body of {@code limit} bytes at most, as far as it says
     * @param limit the most that is read
     */
    IncomingBody(HttpServletRequest request, int limit, Uploads uploads, Receiver receiver) throws IOException {
        super(request, uploads);
        this.uploads = uploads;
        this.receiver = receiver;
        this.announced = request.getContentLength();
        this.limit = limit;
    }

    /** A body that came with its head is whole at once; any other one is when it is. */
    void read() throws IOException {
        ServletInputStream in = request().getInputStream();
        int first = announced > FIRST ? 0 : Math.max(announced, 0);
        if (!uploads.reserve(first)) {
            receiver.refused(Refused.BUSY);
            return;
        }
        bytes = new byte[first];
        while (received < first && in.available() > 0) {
            received += in.read(bytes, received, first - received);
        }
        if (in.isFinished()) {
            receiver.whole(bytes, first);
        } else {
            begin(first);
        }
    }

    @Override
    boolean readFrom(ServletInputStream body) throws IOException {
        if (received == bytes.length && !grow()) {
            return false;
        }
        received += Math.max(body.read(bytes, received, bytes.length - received), 0);
        if (received > limit) {
            refuse(Refused.tooLarge(limit));
        }
        return received <= limit;
    }

    /** Of a body without a length one byte more than the limit is read, to see that there is more. */
    private boolean grow() {
        int most = announced >= 0 ? announced : limit + 1;
        int size = (int) Math.min(most, Math.max(FIRST, 2L * bytes.length));
        if (!uploads.reserve(this, size - bytes.length)) {
            refuse(Refused.BUSY);
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    @Override
    public void onAllDataRead() {
        byte[] body = received == bytes.length ? bytes : Arrays.copyOf(bytes, received);
        end(reserved -> receiver.whole(body, reserved));
    }

    @Override
    public void onError(Throwable failure) {
        refuse(failure instanceof SocketTimeoutException ? Refused.TOO_SLOW : Refused.UNREADABLE);
    }

    @Override
    void overdue() {
        refuse(Refused.TOO_SLOW);
    }

    @Override
    void giveWay() {
        refuse(Refused.BUSY);
    }

    @Override
    int received() {
        return received;
    }

    private void refuse(Refused answer) {
        end(reserved -> {
            uploads.giveBack(reserved);
            receiver.refused(answer);
        });
    }
}
