import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.StringJoiner;

/**
 * Runs one SQL statement in the embedded database and prints what it returns, for a machine without psql.
 *
 * <pre>
 * java -cp "$(cat target/classpath.txt)" docs/examples/java/Query.java "SELECT id, status FROM tollgate.inbox"
 * </pre>
 *
 * The gateway must be running, and yours: the password is in its data folder. {@code TOLLGATE_DATA} says where its data folder is, {@code ./data} by default.
 */
public final class Query {
    private Query() {}

    public static void main(String[] args) throws IOException, SQLException {
        String data = System.getenv().getOrDefault("TOLLGATE_DATA", "data");
        // The fourth line of PostgreSQL's own pid file is the port it listens on.
        Path pidFile = Path.of(data, "postgres", "postmaster.pid");
        String url = "jdbc:postgresql://127.0.0.1:" + Files.readAllLines(pidFile).get(3).strip() + "/postgres";
        // For whoever has started the gateway, and nobody else.
        String password = Files.readString(Path.of(data, "postgres-password")).strip();
        try (var connection = DriverManager.getConnection(url, "tollgate", password);
                var statement = connection.createStatement()) {
            if (statement.execute(args[0])) {
                print(statement.getResultSet());
            } else {
                System.out.println(statement.getUpdateCount() + " rows");
            }
        }
    }

    private static void print(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        StringJoiner names = new StringJoiner(" | ");
        for (int i = 1; i <= columns; i++) {
            names.add(rows.getMetaData().getColumnLabel(i));
        }
        System.out.println(names);
        while (rows.next()) {
            StringJoiner values = new StringJoiner(" | ");
            for (int i = 1; i <= columns; i++) {
                values.add(String.valueOf(rows.getString(i)));
            }
            System.out.println(values);
        }
    }
}
