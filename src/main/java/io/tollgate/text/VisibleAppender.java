package io.tollgate.text;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in front of an appender, whatever it writes and in which format: what reaches it can be seen, and does not come by
 * the thousand.
 */
final class VisibleAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final List<String> CONTAINER =
            List.of("org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat.");
    /** Between two lines of one of its loggers. */
    private static final long PAUSE_MILLIS = 10_000;

    private final Map<String, Long> nextOf = new ConcurrentHashMap<>();
    private final Appender<ILoggingEvent> appender;

    private VisibleAppender(Appender<ILoggingEvent> appender) {
        this.appender = appender;
        setName(appender.getName());
        setContext(appender.getContext());
    }

    /** In front of each that has none yet. */
    static void inFrontOfAll(LoggerContext context) {
        context.getLoggerList().forEach(VisibleAppender::inFrontOfThoseOf);
    }

    private static void inFrontOfThoseOf(Logger logger) {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        Iterator<Appender<ILoggingEvent>> all = logger.iteratorForAppenders();
        all.forEachRemaining(appenders::add);
        for (Appender<ILoggingEvent> appender : appenders) {
            if (!(appender instanceof VisibleAppender)) {
                VisibleAppender visible = new VisibleAppender(appender);
                visible.start();
                logger.addAppender(visible);
                logger.detachAppender(appender);
            }
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (isOneOfMany(event)) {
            return;
        }
        appender.doAppend(isVisible(event) ? event : new VisibleEvent(event));
    }

    /** What the container says of a connection, a stranger can have said as often as he likes. */
    private boolean isOneOfMany(ILoggingEvent event) {
        String name = event.getLoggerName();
        if (CONTAINER.stream().noneMatch(name::startsWith)) {
            return false;
        }
        Long due = nextOf.get(name);
        long now = event.getTimeStamp();
        if (due != null && now < due) {
            return true;
        }
        nextOf.put(name, now + PAUSE_MILLIS);
        return false;
    }

    /** Whether it would come out as it is; most of them do. */
    private static boolean isVisible(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        return text != null
                && text.length() <= VisibleEvent.LONGEST
                && event.getThrowableProxy() == null
                && event.getMDCPropertyMap().isEmpty()
                && event.getKeyValuePairs() == null
                && Visible.isPlain(text)
                && Visible.isPlain(event.getThreadName())
                && Visible.isPlain(event.getLoggerName());
    }

    @Override
    public void stop() {
        super.stop();
        appender.stop();
    }
}
