package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.webhook.Answer.Refused;
import jakarta.servlet.ServletInputStream;
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
    private final LargeBodies large = new LargeBodies(1 << 20);
    private final Uploads uploads =
            new Uploads(new InFlight(8, DataSize.ofMegabytes(1)), large, 8, 1 << 20, Duration.ofSeconds(10));
    private final List<Refused> answers = new ArrayList<>();
    private IncomingBody body;
    private WaitingBody waiting;

    @BeforeEach
    void aLargeBody() throws IOException {
        body = bodyOf(600_000);
        waiting = waitingFor(body);
    }

    private IncomingBody bodyOf(int size) throws IOException {
        MockHttpServletRequest request = asynchronous();
        request.setContent(new byte[size]);
        return new IncomingBody(request, 1 << 20, uploads, new Answers());
    }

    private static MockHttpServletRequest asynchronous() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        return request;
    }

    private WaitingBody waitingFor(IncomingBody next) throws IOException {
        WaitingBody result = new WaitingBody(next, uploads);
        result.await(0);
        return result;
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

    @Test
    void whatEndsGivesItsTurnBack() throws IOException {
        assertThat(large.enter(body)).isTrue();
        body.await(0);
        uploads.add(body);
        large.add(waiting);

        body.giveWay();

        assertThat(waiting.hasEnded()).as("has its turn").isTrue();
    }

    @Test
    void theSmallestThatWaitsIsTheNext() throws IOException {
        assertThat(large.enter(body)).isTrue();
        WaitingBody megabyte = waitingFor(bodyOf(1 << 20));
        WaitingBody smaller = waitingFor(bodyOf(500_000));
        large.add(megabyte);
        large.add(smaller);

        large.leave(body);

        assertThat(smaller.hasEnded()).as("goes on as a body").isTrue();
        assertThat(megabyte.hasEnded()).isFalse();
    }

    @Test
    void whatIsReadInItsTurnDoesNotGiveWayToAnother() throws IOException {
        assertThat(large.enter(body)).isTrue();
        body.await(0);
        uploads.add(body);
        for (int i = 0; i < 8; i++) {
            IncomingBody small = bodyOf(1000);
            small.await(0);
            uploads.add(small);
        }

        assertThat(body.hasEnded()).isFalse();
        assertThat(answers).containsExactly(Refused.DISPLACED);
    }

    /** Or many small ones would keep each larger one out. */
    @Test
    void theSmallestAndTheOldestAreTheNextInTurn() throws IOException {
        assertThat(large.enter(body)).isTrue();
        WaitingBody oldest = waitingFor(bodyOf(1 << 20));
        large.add(oldest);
        List<IncomingBody> small = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            IncomingBody next = bodyOf(500_000);
            small.add(next);
            large.add(waitingFor(next));
        }

        large.leave(body);
        small.forEach(large::leave);

        assertThat(oldest.hasEnded()).as("has its turn").isTrue();
    }

    @Test
    void whoeverSendsNothingInItsTurnGivesWayToThoseThatWait() throws IOException {
        assertThat(large.enter(body)).isTrue();
        body.await(0);
        large.add(waitingFor(bodyOf(500_000)));

        large.sweep();
        large.sweep();
        assertThat(body.hasEnded()).as("after one silent look").isFalse();
        large.sweep();

        assertThat(answers).containsExactly(Refused.DISPLACED);
    }

    /** It holds more than the others, and is the last one that should give way for want of a place. */
    @Test
    void whatComesGivesNoPlaceToWhatDoesNot() throws IOException {
        Coming coming = new Coming();
        coming.await(0);
        uploads.add(coming);
        assertThat(uploads.reserve(coming, 60_000)).isTrue();
        for (int i = 0; i < 30; i++) {
            IncomingBody silent = bodyOf(60_000);
            silent.await(0);
            uploads.add(silent);
        }

        assertThat(coming.hasEnded()).isFalse();
        assertThat(uploads.count()).isEqualTo(8);
    }

    private final class Coming extends Upload {
        Coming() throws IOException {
            super(asynchronous(), uploads);
        }

        @Override
        boolean readFrom(ServletInputStream in) {
            return true;
        }

        @Override
        int received() {
            return 60_000;
        }

        @Override
        void overdue() {
            giveWay();
        }

        @Override
        void giveWay() {
            end(reserved -> {});
        }

        @Override
        public void onAllDataRead() {
            giveWay();
        }

        @Override
        public void onError(Throwable failure) {
            giveWay();
        }
    }

    private final class Answers implements BodyReceiver {
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
