package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.Flows;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code docs/objects.md} has each view, with each of its columns and no other. */
class ObjectsPageTest {
    private static final Set<String> COMMON = Set.of(
            "id",
            "account",
            "livemode",
            "created",
            "deleted",
            "ambiguous",
            "api_version",
            "event_id",
            "event_type",
            "event_created",
            "received_at",
            "data");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

    @Test
    void hasTheColumnsOfEachView() throws Exception {
        String page = Files.readString(Path.of("docs/objects.md"));
        try (HikariDataSource dataSource = TestDatabase.newInbox()) {
            new FlowTables(dataSource, FlowRole.GATEWAYS).apply(Flows.ROUTES, List.of());
            JdbcTemplate jdbc = new JdbcTemplate(dataSource);
            List<String> views = jdbc.queryForList(
                    "SELECT table_name FROM information_schema.views WHERE table_schema = 'stripe'", String.class);
            assertThat(views).hasSize(11);
            for (String view : views) {
                Set<String> columns = new TreeSet<>(jdbc.queryForList(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'stripe' AND table_name = ?",
                        String.class,
                        view));
                assertThat(columns).as(view).containsAll(COMMON);
                columns.removeAll(COMMON);
                assertThat(documented(page, view)).as(view).containsExactlyInAnyOrderElementsOf(columns);
            }
        }
    }

    private static List<String> documented(String page, String view) {
        String section = page.split("## stripe\\." + view + "\n")[1].split("\n## ")[0];
        List<String> names = new ArrayList<>();
        for (String line : section.lines().toList()) {
            if (line.startsWith("| `")) {
                names.add(line.substring(3, line.indexOf('`', 3)));
            }
        }
        String same = section.substring(section.indexOf("As the field of the same name"));
        names.addAll(NAME.matcher(same)
                .results()
                .map(MatchResult::group)
                .map(n -> n.replace("`", ""))
                .collect(Collectors.toList()));
        return names;
    }
}
