package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class QueueReadersAwayTest {
    @Test
    void saysOnceAnOutageWhyTheBrokerIsAway(CapturedOutput output) {
        AtomicLong now = new AtomicLong();
        QueueReadersAway away = new QueueReadersAway(now::get);

        for (int failure = 0; failure < 100; failure++) {
            away.onException(new JMSException("Connection refused"));
            now.addAndGet(Duration.ofSeconds(5).toNanos());
        }
        now.addAndGet(Duration.ofMinutes(10).toNanos());
        away.onException(new JMSException("Wrong password"));

        assertThat(output).containsOnlyOnce("Connection refused").containsOnlyOnce("Wrong password");
    }
}
