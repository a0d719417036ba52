package io.tollgate.routing.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.TestEntries;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.rehearsal.Bounds;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.Events;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class LiveRehearsalTest {
    @TempDir
    private Path directory;

    private final HikariDataSource database = TestDatabase.newInbox();
    private Path routes;
    private volatile InEffect now;

    @BeforeEach
    void open() throws Exception {
        routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        new FlowTables(database, FlowRole.GATEWAYS).apply(routes, List.of());
        now = new InEffect(Snapshot.of(routes).hash(), routes);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private LiveRehearsal rehearsal(Duration longest) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "tollgate.mail.host", "127.0.0.1",
                                "tollgate.mail.port", "1",
                                "tollgate.mail.from", "tollgate@example.com",
                                "tollgate.mail.finance", "finance@example.com")));
        Bounds bounds = Bounds.LIVE.within(Duration.ofSeconds(10));
        return new LiveRehearsal(
                new TrialParts(database, FlowRole.GATEWAYS, "", settings, TestEntries.on(database), 1, bounds),
                () -> now,
                longest);
    }

    private static String why(LiveRehearsal rehearsal, boolean passes) {
        NotRehearsed refused = catchThrowableOfType(NotRehearsed.class, () -> tried(rehearsal));
        assertThat(refused.passes()).as(refused.getMessage()).isEqualTo(passes);
        return refused.getMessage();
    }

    private static String tried(LiveRehearsal rehearsal) throws NotRehearsed {
        return rehearsal
                .rehearse(Events.event("evt_1", "payment_intent.succeeded", Instant.EPOCH), false)
                .routes();
    }

    @Test
    void withoutRoutesOrTheirFilesItSaysWhatToDo() throws Exception {
        LiveRehearsal rehearsal = rehearsal(Duration.ofMinutes(1));
        InEffect before = now;
        now = null;
        assertThat(why(rehearsal, false)).contains("No routes are in effect");
        now = before;
        Files.writeString(routes.resolve("another.txt"), "x");
        assertThat(why(rehearsal, false)).contains("TOLLGATE_DATA");
        Files.delete(routes.resolve("another.txt"));
        assertThat(tried(rehearsal)).isEqualTo(before.hash());
    }

    /** Until the late one has ended, no other begins. */
    @Test
    void whatTakesTooLongIsNotWaitedFor() {
        LiveRehearsal rehearsal = rehearsal(Duration.ofMillis(1));
        assertThat(why(rehearsal, true)).contains("longer than");
        assertThat(why(rehearsal, true)).contains("has not ended yet");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("event-rehearsal")));
        assertThat(why(rehearsal, true)).contains("longer than");
    }
}
