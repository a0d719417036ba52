package io.tollgate.routing.rehearsal;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rehearsals of the shipped routes and of a team's, on a real database. */
final class Rehearsals implements AutoCloseable {
    static final Path SHIPPED = Path.of("routes");

    final HikariDataSource dataSource = TestDatabase.newInbox();
    final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final List<Rehearsal> rehearsals = new ArrayList<>();
    private final List<RehearsedDatabase> databases = new ArrayList<>();
    private final Map<String, Object> settings = new HashMap<>(Map.of(
            "tollgate.mail.host", "127.0.0.1",
            "tollgate.mail.port", "1",
            "tollgate.mail.from", "tollgate@example.com",
            "tollgate.mail.finance", "finance@example.com"));

    /** The shipped folder with a team's file beside it. */
    static Path folder(Path directory, String file, String yaml) throws IOException {
        Path routes = RoutesFolder.copy(SHIPPED, directory.resolve("routes"));
        Files.createDirectories(routes.resolve(file).getParent());
        Files.writeString(routes.resolve(file), yaml);
        return routes;
    }

    Rehearsal of(Path folder) throws Exception {
        return of(folder, Bounds.ALONE, Answers.OK);
    }

    Rehearsal of(Path folder, Bounds bounds, Answers answers) throws Exception {
        new FlowTables(dataSource, FlowRole.GATEWAYS).apply(folder, List.of());
        RehearsedDatabase database = new RehearsedDatabase(dataSource, FlowRole.GATEWAYS, bounds);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        Rehearsal rehearsal = Rehearsal.of(
                RouteSetLoader.snapshot(folder), folder, environment, database, OfflineRoutes.queueParts(), answers);
        databases.add(database);
        rehearsals.add(rehearsal);
        return rehearsal;
    }

    @Override
    public void close() {
        rehearsals.forEach(Rehearsal::close);
        databases.forEach(RehearsedDatabase::close);
        dataSource.close();
    }
}
