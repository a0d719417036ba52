package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.webhook.Answer.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** What happens between two steps of one body, where another thread may come in. */
class UploadsTest {
    private final LargeBodies large = new LargeBodies(1);
    private final Uploads uploads =
            new Uploads(new InFlight(8, DataSize.ofMegabytes(1)), large, 8, 1 << 20, Duration.ofSeconds(10));
    private final List<Refused> answers = new ArrayList<>();
    private IncomingBody body;
    private WaitingBody waiting;

    @BeforeEach
    void aLargeBody() throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        body = new IncomingBody(request, 1 << 20, uploads, new Answers());
        waiting = new WaitingBody(body, uploads);
        waiting.await(0);
    }

    @Test
    void whatHasEndedWaitsForNothing() {
        uploads.add(waiting);
        waiting.giveWay();
        large.add(waiting);

        assertThat(uploads.count()).isZero();
        assertThat(large.isIdle()).isTrue();
        assertThat(answers).containsExactly(Refused.DISPLACED);
    }

    @Test
    void whatHasItsTurnIsCountedNoMore() {
        large.add(waiting);
        uploads.add(waiting);

        assertThat(uploads.count()).isZero();
        assertThat(answers).isEmpty();
    }

    @Test
    void whatHasEndedTakesNoPlace() {
        body.await(0);
        uploads.add(body);
        body.giveWay();

        assertThat(large.enter(body)).isFalse();
        assertThat(large.isIdle()).isTrue();
    }

    private final class Answers implements IncomingBody.Receiver {
        @Override
        public void whole(byte[] body, int reserved) {
            throw new AssertionError("It is not whole");
        }

        @Override
        public void refused(Refused answer) {
            answers.add(answer);
        }
    }
}
