package io.tollgate.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Shows on a terminal what it would obey; lines stay lines. JSON stays JSON: in its strings the escapes mean the same. */
public final class VisibleWriter extends Writer {
    private final Writer terminal;

    private VisibleWriter(Writer terminal) {
        this.terminal = terminal;
    }

    /** Flushes with each line. */
    public static PrintWriter to(Writer terminal) {
        return new PrintWriter(new VisibleWriter(terminal), true);
    }

    /** A character of two halves is one only when both come at once. */
    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        terminal.write(Visible.inLines(new String(buffer, offset, length)));
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
