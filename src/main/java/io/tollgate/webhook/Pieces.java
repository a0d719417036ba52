package io.tollgate.webhook;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bytes as they come, in small arrays: large ones waste up to half of the heap that they take (G1's humongous objects). */
final class Pieces {
    /** Bytes. */
    static final int SIZE = 8192;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = {};
    private int filled;
    private volatile int count;

    /** How many bytes there are. May be called by any thread. */
    int count() {
        return count;
    }

    boolean isFull() {
        return filled == last.length;
    }

    /** Makes room for so many more; to be called when there is none. */
    void add(int size) {
        if (last.length > 0) {
            full.add(last);
        }
        last = new byte[size];
        filled = 0;
    }

    /** Fills some of the room, without waiting longer than the stream does. */
    void readFrom(ServletInputStream in) throws IOException {
        int read = Math.max(in.read(last, filled, last.length - filled), 0);
        filled += read;
        count += read;
    }

    /** Whether {@link #join} takes no more memory. */
    boolean isWhole() {
        return full.isEmpty() && isFull();
    }

    byte[] join() {
        if (isWhole()) {
            return last;
        }
        byte[] all = new byte[count];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(last, 0, all, at, filled);
        full.clear();
        return all;
    }
}
