package io.tollgate.webhook;

import io.tollgate.UnreadBodies;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 with a deadline for a request's head as a whole: Tomcat has one from byte to byte only. While most of the
 * connections that there may be are taken, it is a second, for heads and for what is silent.
 */
public final class IngressProtocol extends UnreadBodies.Protocol {
    private static final Duration WHILE_CROWDED = Duration.ofSeconds(1);

    private Map<SocketWrapperBase<NioChannel>, Head> heads = new HashMap<>();

    /**
     * @param since when its connection was first seen with its beginning; by {@link System#nanoTime}
     * @param of the processor that reads it
     * @param before how many requests that one has read
     */
    private record Head(long since, Processor of, int before) {
        boolean isAsBefore(Head earlier) {
            return earlier != null && earlier.of == of && earlier.before == before;
        }
    }

    /**
     * Buffers of a size that suits webhooks: with those of Tomcat, a connection that idles in a head takes 80 KB of heap, and
     * the kernel takes megabytes of a body that nobody reads.
     */
    public IngressProtocol() {
        getEndpoint().setProperty("socket.rxBufSize", "65536");
        getEndpoint().setProperty("socket.appReadBufSize", "4096");
        getEndpoint().setProperty("socket.appWriteBufSize", "1024");
        getEndpoint().setHandler(new OnceAThread<>(getEndpoint().getHandler()));
    }

    /** Of an answer, in bytes. */
    @Override
    public int getDesiredBufferSize() {
        return 1024;
    }

    /** To be called several times a second, by one thread. */
    void closeStalled() {
        Set<SocketWrapperBase<NioChannel>> all = getEndpoint().getConnections();
        boolean crowded = all.size() > getMaxConnections() / 4 * 3;
        long now = System.nanoTime();
        long allowed = crowded ? WHILE_CROWDED.toNanos() : getConnectionTimeout() * 1_000_000L;
        Map<SocketWrapperBase<NioChannel>, Head> still = new HashMap<>();
        for (SocketWrapperBase<NioChannel> connection : all) {
            Object processor = connection.getCurrentProcessor();
            if (processor == null && crowded) {
                // nothing is read meanwhile by what is served, so this ends silent ones only
                connection.setReadTimeout(WHILE_CROWDED.toMillis());
            } else if (processor instanceof Processor head && !head.isAsync()) {
                Head seen = new Head(
                        now, head, head.getRequest().getRequestProcessor().getRequestCount());
                Head earlier = heads.get(connection);
                Head first = seen.isAsBefore(earlier) ? earlier : seen;
                still.put(connection, first);
                if (now - first.since > allowed) {
                    connection.close();
                }
            }
        }
        heads = still;
    }
}
