package io.tollgate.cli;

import io.tollgate.inbox.Replays.Count;
import io.tollgate.inbox.Replays.Result;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a replay by a filter has done, or would do. */
final class ReplayReport {
    private final boolean again;
    private final PrintWriter out;

    /** @param again whether flows behind queues do events again that they do once */
    ReplayReport(boolean again, PrintWriter out) {
        this.again = again;
        this.out = out;
    }

    void print(Result result) {
        out.println("Replay " + result.id() + ": " + result.replayed() + " events are due again");
        done(result.done());
        if (!result.complete()) {
            String from = result.lastId().isEmpty() ? "" : " --after=" + result.lastId();
            out.println("It has not looked at all of them. For the rest: ./tollgate replay " + result.filter() + from);
        }
    }

    void print(Count count) {
        Table table = new Table("would be due again", "events");
        count.types().forEach(table::row);
        table.row("all", sum(count)).print(out);
        done(count.done());
    }

    private void done(long done) {
        if (done > 0) {
            out.println(
                    done
                            + (again
                                    ? " of them were done by a flow behind a queue, which does them again"
                                    : " of them are done by a flow behind a queue, which does each once; --again lets it do them again"));
        }
    }

    static Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", result.id());
        json.put("filter", result.filter().toString());
        json.put("replayed", result.replayed());
        json.put("done", result.done());
        json.put("lastId", result.lastId());
        json.put("complete", result.complete());
        return json;
    }

    static Map<String, Object> json(Count count) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", sum(count));
        json.put("types", count.types());
        json.put("done", count.done());
        return json;
    }

    private static long sum(Count count) {
        return count.types().values().stream().mapToLong(Long::longValue).sum();
    }
}
