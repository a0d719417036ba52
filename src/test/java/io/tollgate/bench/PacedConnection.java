package io.tollgate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection to the server, with one request in flight at most. One thread sends, another one receives. */
final class PacedConnection {
    private final Selector selector;
    private final InetSocketAddress server;
    private final ByteBuffer received = ByteBuffer.allocate(4096);
    private SocketChannel channel;
    private byte[] request;
    private int number = -1;
    private boolean again;

    PacedConnection(Selector selector, int port) throws IOException {
        this.selector = selector;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        open();
    }

    private void open() throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
        selector.wakeup();
    }

    synchronized void send(int eventNumber, byte[] eventRequest) throws IOException {
        number = eventNumber;
        request = eventRequest;
        again = false;
        try {
            write();
        } catch (IOException e) {
            sendAgain(e);
        }
    }

    private void write() throws IOException {
        received.clear();
        ByteBuffer rest = ByteBuffer.wrap(request);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** A server may close what it was not asked on for a while, just when it is asked. */
    private void sendAgain(IOException why) throws IOException {
        if (again) {
            throw why;
        }
        again = true;
        close();
        open();
        write();
    }

    /** @return the number of the event that is answered now; -1 when none is */
    synchronized int receive() throws IOException {
        try {
            if (channel.read(received) < 0) {
                throw new EOFException("The server closed the connection");
            }
        } catch (IOException e) {
            if (number >= 0) {
                sendAgain(e);
            } else {
                close();
                open();
            }
            return -1;
        }
        if (number < 0 || !HttpAnswer.isComplete(received)) {
            if (!received.hasRemaining()) {
                throw new IOException("An answer of more than " + received.capacity() + " bytes");
            }
            return -1;
        }
        int answered = number;
        number = -1;
        return answered;
    }

    void close() throws IOException {
        channel.close();
    }
}
