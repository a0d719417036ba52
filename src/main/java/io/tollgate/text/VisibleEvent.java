package io.tollgate.text;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * A line of the log as it may be seen: on one line, bounded, with escapes for what cannot be seen, and without what the
 * messages of exceptions quote.
 */
final class VisibleEvent implements ILoggingEvent {
    /** They speak of the start, before any event, and in lines of their own. */
    static final Set<String> OF_THE_START = Set.of(
            "org.springframework.boot.SpringApplication",
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter",
            "io.tollgate.embedded.Welcome");

    /** Characters. */
    static final int LONGEST = 10_000;

    private final ILoggingEvent event;
    private final IThrowableProxy failure;
    private final String message;

    VisibleEvent(ILoggingEvent event) {
        this.event = event;
        boolean start = OF_THE_START.contains(event.getLoggerName());
        this.failure = start ? event.getThrowableProxy() : retold(event.getThrowableProxy());
        String text = Objects.requireNonNullElse(event.getFormattedMessage(), "");
        this.message = start ? Visible.inLines(text) : Visible.of(bounded(withoutMessages(text)));
    }

    private static IThrowableProxy retold(IThrowableProxy proxy) {
        return proxy instanceof ThrowableProxy known ? new RetoldProxy(RetoldFailure.of(known.getThrowable())) : null;
    }

    /** Who logs an exception may have its message in the line as well. */
    private String withoutMessages(String text) {
        String line = text;
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ThrowableProxy known && cause.getMessage() != null && !known.isCyclic()) {
                line = line.replace(cause.getMessage(), Reason.message(known.getThrowable(), PayloadWords.NONE));
            }
        }
        return line;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public String getFormattedMessage() {
        return message;
    }

    @Override
    public Object[] getArgumentArray() {
        return null;
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return failure;
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return event.getMDCPropertyMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> Visible.of(entry.getKey()), entry -> visible(entry.getValue())));
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return getMDCPropertyMap();
    }

    @Override
    public List<KeyValuePair> getKeyValuePairs() {
        return event.getKeyValuePairs() == null
                ? null
                : event.getKeyValuePairs().stream()
                        .map(pair -> new KeyValuePair(Visible.of(pair.key), visible(pair.value)))
                        .toList();
    }

    private static String visible(Object value) {
        return Visible.of(bounded(String.valueOf(value)));
    }

    @Override
    public String getThreadName() {
        return Visible.of(event.getThreadName());
    }

    @Override
    public String getLoggerName() {
        return Visible.of(event.getLoggerName());
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
