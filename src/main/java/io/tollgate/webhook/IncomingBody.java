package io.tollgate.webhook;

import io.tollgate.webhook.Answer.Refused;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.IntConsumer;

/** A body that is kept, in memory that was reserved before it was filled. */
final class IncomingBody extends Upload {
    private final Uploads uploads;
    private final BodyReceiver receiver;
    /** Bytes; negative when the end will tell. */
    private final int announced;

    private final int limit;
    private final Pieces pieces = new Pieces();
    private volatile boolean turn;

    /**
     * @param request with a body of {@code limit} bytes at most, as far as it says
     * @param limit the most that is read
     */
    IncomingBody(HttpServletRequest request, int limit, Uploads uploads, BodyReceiver receiver) throws IOException {
        super(request, uploads);
        this.uploads = uploads;
        this.receiver = receiver;
        this.announced = request.getContentLength();
        this.limit = limit;
    }

    /** A body that came with its head is whole at once; any other one is when it is. */
    void read() throws IOException {
        if (announced > LargeBodies.LARGE && !uploads.large().enter(this)) {
            awaitTurn();
            return;
        }
        int first = announced > Pieces.SIZE ? 0 : Math.max(announced, 0);
        if (!uploads.reserve(first)) {
            receiver.refused(Refused.BUSY);
        } else if (!hasCome(first)) {
            begin(first);
        } else {
            receiver.whole(pieces.join(), first);
        }
    }

    /** Bytes that it may come to. */
    int largest() {
        return announced >= 0 ? announced : limit + 1;
    }

    /** From now on {@link LargeBodies} ends it, and no other one that needs a place. */
    void hasItsTurn() {
        turn = true;
    }

    @Override
    double bytesCost() {
        return turn ? 0 : super.bytesCost();
    }

    @Override
    double placeCost() {
        return turn ? 0 : super.placeCost();
    }

    private void awaitTurn() throws IOException {
        WaitingBody waiting = new WaitingBody(this, uploads);
        waiting.await(0);
        uploads.add(waiting);
        uploads.large().add(waiting);
    }

    /** Reads what is in the connection's buffer. */
    private boolean hasCome(int size) throws IOException {
        ServletInputStream in = request().getInputStream();
        pieces.add(size);
        while (!pieces.isFull() && in.available() > 0) {
            pieces.readFrom(in);
        }
        return in.isFinished();
    }

    @Override
    boolean readFrom(ServletInputStream body) throws IOException {
        if (pieces.isFull() && !grow()) {
            return false;
        }
        pieces.readFrom(body);
        if (pieces.count() > limit) {
            refuse(Refused.tooLarge(limit));
        }
        return pieces.count() <= limit;
    }

    /** Of a body without a length one byte more than the limit is read, to see that there is more. */
    private boolean grow() {
        int left = largest() - pieces.count();
        if (pieces.count() >= LargeBodies.LARGE && !uploads.large().enter(this)) {
            refuse(Refused.DISPLACED);
            return false;
        }
        return reserve(Math.min(left, Pieces.SIZE), pieces::add);
    }

    private boolean reserve(int bytes, IntConsumer use) {
        if (uploads.reserve(this, bytes)) {
            use.accept(bytes);
            return true;
        }
        refuse(Refused.DISPLACED);
        return false;
    }

    @Override
    public void onAllDataRead() {
        int size = pieces.isWhole() ? 0 : pieces.count();
        if (!uploads.reserve(size)) {
            refuse(Refused.BUSY);
            return;
        }
        byte[] body = pieces.join();
        boolean first = end(reserved -> {
            uploads.giveBack(reserved + size - body.length);
            receiver.whole(body, body.length);
        });
        if (!first) {
            uploads.giveBack(size);
        }
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
        refuse(Refused.DISPLACED);
    }

    @Override
    int received() {
        return pieces.count();
    }

    BodyReceiver receiver() {
        return receiver;
    }

    private void refuse(Refused answer) {
        end(reserved -> {
            uploads.giveBack(reserved);
            receiver.refused(answer);
        });
    }
}
