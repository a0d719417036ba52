package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.rehearsal.Answers;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Scene;
import io.tollgate.routing.rehearsal.Verdict;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs tests in a rehearsal that has these answers. Used by one thread at a time. */
public final class FlowTestRun implements Answers {
    private volatile List<GivenAnswer> answers = List.of();

    /** Makes the events of tests. */
    public interface Events {
        /**
         * The event that the test names, with its fields set.
         *
         * @throws IllegalArgumentException says why there is none
         */
        VerifiedEvent of(FlowTest test);

        /** The same an hour earlier, with an id of its own. */
        VerifiedEvent older(VerifiedEvent event);
    }

    @Override
    public Answer to(String method, String url, String body) {
        return answers.stream()
                .filter(answer -> answer.fits(method, url))
                .findFirst()
                .map(GivenAnswer::answer)
                .orElseGet(() -> OK.to(method, url, body));
    }

    /** What is not as the test expects; none when it passes. */
    public TestResult run(FlowTest test, Rehearsal rehearsal, Events events) {
        answers = test.answers();
        long start = System.nanoTime();
        List<String> differences = new ArrayList<>();
        try {
            differences.addAll(differences(test, rehearsal, events));
        } catch (SQLException e) {
            differences.add("given rows: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        } catch (Exception e) {
            differences.add(String.valueOf(e.getMessage()));
        }
        return new TestResult(test, differences, (System.nanoTime() - start) / 1_000_000);
    }

    private List<String> differences(FlowTest test, Rehearsal rehearsal, Events events) throws Exception {
        VerifiedEvent event = events.of(test);
        Runs runs = new Runs(test, rehearsal, event, events.older(event));
        Rehearsed first = runs.first(null);
        List<String> found = new ArrayList<>();
        if (first.verdict() == Verdict.NOT_KNOWN) {
            return first.notes();
        }
        Outcome outcome =
                new Outcome(new String(event.payload(), StandardCharsets.UTF_8), first, runs, test.expected());
        for (Expectation expectation : test.expected()) {
            expectation
                    .differences(outcome)
                    .forEach(difference -> found.add("line " + expectation.line() + ": " + difference));
        }
        first.failures().stream()
                .filter(failed -> test.expected().stream()
                        .noneMatch(one ->
                                one instanceof Fails fails && fails.step().equals(failed.step())))
                .forEach(failed -> found.add("it fails at step " + failed.step() + ", " + failed.place() + ": "
                        + failed.message().replaceAll("\\s+", " ")));
        return found;
    }

    private record Runs(FlowTest test, Rehearsal rehearsal, VerifiedEvent event, VerifiedEvent older)
            implements Outcome.Again {
        Rehearsed first(String failing) throws SQLException {
            try (Scene scene = begin()) {
                return scene.run(event, false, failing);
            }
        }

        private Scene begin() throws SQLException {
            Scene scene = rehearsal.begin();
            for (Map.Entry<String, List<ObjectNode>> table : test.rows().entrySet()) {
                scene.given(table.getKey(), table.getValue());
            }
            return scene;
        }

        private List<Rehearsed> both(VerifiedEvent second) throws SQLException {
            try (Scene scene = begin()) {
                return List.of(scene.run(event, false), scene.run(second, false));
            }
        }

        @Override
        public List<Rehearsed> twice() throws SQLException {
            return both(event);
        }

        @Override
        public List<Rehearsed> andAnOlderOne() throws SQLException {
            return both(older);
        }

        @Override
        public Rehearsed failingAt(String step) throws SQLException {
            return first(step);
        }
    }
}
