package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.util.FileSystemUtils;

/**
 * Events like the others, but the router throws with each of their attempts, after their flow has sent and written. Their
 * ids end in {@value #MARK}.
 */
final class BadEvents {
    static final String MARK = "bad";

    /** Of the inbox. */
    static final String ARE = "(id LIKE '%" + MARK + "')";

    /** Of the inbox: a bad event that has failed alone, and is to be tried again. */
    static final String HAVE_FAILED = "(" + ARE + " AND status = 'PENDING' AND attempts > 0 AND error IS NOT NULL)";

    /** How many entries are neither routed nor dead, nor bad and to be tried again. */
    static final String UNSETTLED =
            "SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING' AND NOT " + HAVE_FAILED;

    /**
     * Of the inbox as i, by the default schedule: due after the last failure by what {@code RetrySchedule} says, give or
     * take how long an attempt may last; or being attempted, or about to be.
     */
    static final String ON_SCHEDULE = """
            (i.claim IS NOT NULL OR i.due_at <= now() OR EXISTS (
                SELECT 1 FROM (
                    SELECT max(started_at) AS failed, least(interval '5 s' * 3 ^ (i.attempts - 1), interval '6 h') AS delay
                    FROM tollgate.attempt AS a WHERE a.event_id = i.id) AS last
                WHERE i.due_at BETWEEN failed + delay AND failed + delay * 1.2 + interval '30 s'))""";

    private static final Path STEP = Path.of("src/test/resources/bad/step.yaml");
    private static final Path FLOWS = Path.of("src/test/resources/faults");

    private BadEvents() {}

    static boolean isBad(String id) {
        return id.endsWith(MARK);
    }

    /** The routes of the repository, with a flow that writes a row each time it runs, and a router that throws. */
    static void copyRoutes(Path to) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("routes"), to);
        FileSystemUtils.copyRecursively(FLOWS, to);
        String step = Files.readString(STEP);
        assertThat(step).contains("endsWith '" + MARK + "'");
        Files.writeString(to.resolve("router.camel.yaml"), step, StandardOpenOption.APPEND);
    }
}
