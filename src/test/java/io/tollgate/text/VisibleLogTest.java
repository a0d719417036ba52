package io.tollgate.text;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** A real log of each form; what comes out of it is on one line a call, and obeyed by nobody. */
class VisibleLogTest {
    private static final String EVIL =
            "x\n2026-01-01 INFO FORGED\r\u001b[2J\u009b2J\u202egnp\u2028\u2029\u0085\u200e\u2066\ufeff\ud83d";

    private static String logged(Encoder<ILoggingEvent> encoder, String logger, Consumer<Logger> call) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putObject(Environment.class.getName(), new MockEnvironment());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.setOutputStream(bytes);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
        VisibleAppender.inFrontOfAll(context);
        VisibleAppender.inFrontOfAll(context);

        call.accept(context.getLogger(logger));
        assertThat(context.getStatusManager().getCopyOfStatusList()).isEmpty();
        context.stop();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String printed(String logger, Consumer<Logger> call) {
        PatternLayoutEncoder pattern = new PatternLayoutEncoder();
        pattern.setPattern("%level %logger %m%n");
        return logged(pattern, logger, call);
    }

    @Test
    void aLineOfTextIsOne() {
        String out = printed("io.tollgate.Some", log -> {
            log.info("{} routed", EVIL);
            log.info(EVIL);
            log.atInfo().addKeyValue("k", EVIL).log("{} {}", EVIL, 7);
        });

        assertThat(out.lines()).hasSize(3).allMatch(line -> line.matches("INFO io.tollgate.Some x\\p{ASCII}+"));
        assertThat(out).contains("x\\n2026-01-01 INFO FORGED\\r\\u001b[2J\\u009b2J\\u202egnp\\u2028\\u2029\\u0085");
    }

    @Test
    void whatTheContainerSaysOfConnectionsComesSeldom() {
        Consumer<Logger> often = log -> IntStream.range(0, 100).forEach(i -> log.error("Broken " + i));

        assertThat(printed("org.apache.coyote.http11.Http11Processor", often).lines())
                .hasSize(1);
        assertThat(printed("io.tollgate.Some", often).lines()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash", "gelf"})
    void aLineOfJsonIsOneAndStaysSoWhereItIsShown(String format) throws Exception {
        StructuredLogEncoder json = new StructuredLogEncoder();
        json.setFormat(format);

        String out = logged(
                json,
                "io.tollgate.Some",
                log -> log.atInfo()
                        .addKeyValue("k", EVIL)
                        .setCause(new IllegalStateException(
                                EVIL + " for \"Jane\"", new NumberFormatException("\"Jane\"")))
                        .log("{}", EVIL));

        assertThat(out.lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(out);
        assertThat(line.findValues("stack_trace").toString() + line).doesNotContain("Jane", "\u202e", "\u009b");
        assertThat(out).contains("\\\\u202e").matches("[\\p{ASCII}\u2026]+\\R");
    }

    @Test
    void aStackTraceHasMessagesThatAreCut() {
        Exception failure = new IllegalStateException(EVIL, new NumberFormatException("For input string: \"Jane\""));
        failure.addSuppressed(new IllegalArgumentException("'Jane'"));

        String out =
                printed("org.apache.camel.Some", log -> log.warn("Caused by: [{}]", failure.getMessage(), failure));

        assertThat(out)
                .doesNotContain("Jane")
                .contains("java.lang.IllegalStateException: x 2026-01-01 INFO FORGED \\u001b[2J")
                .contains("Caused by: java.lang.NumberFormatException: For input string: \"…\"")
                .contains("Suppressed: java.lang.IllegalArgumentException: '…'")
                .contains("at " + VisibleLogTest.class.getName());
        assertThat(out.lines().noneMatch(line -> line.startsWith("2026"))).isTrue();
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception first = new IllegalStateException("first");
        Exception second = new IllegalStateException("second", first);
        first.initCause(second);

        assertThat(printed("a", log -> log.warn("x", first))).contains("IllegalStateException: second");
    }

    @Test
    void aHugeLineIsCut() {
        assertThat(printed("a", log -> log.info("{}", "y".repeat(200_000)))).hasSizeLessThan(10_100);
    }

    @Test
    void whatSpeaksOfTheStartIsThere() {
        assertThat(VisibleEvent.OF_THE_START)
                .allSatisfy(name -> Class.forName(name, false, getClass().getClassLoader()));
    }

    @Test
    void whatSpeaksOfTheStartKeepsItsLines() {
        Exception failure = new IllegalStateException("No bean 'a', see \"b\"");

        assertThat(printed("org.springframework.boot.SpringApplication", log -> log.error("a\n b\u001b", failure)))
                .contains("a\n b\\u001b\n")
                .contains("No bean 'a', see \"b\"");
    }
}
