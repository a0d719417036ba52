package io.tollgate.bench;

import io.tollgate.support.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A job queue in a table, which runs in a process of its own between a line {@code begin} and a line {@code end}. */
final class JobQueue implements Worker {
    private final String name;
    private final String description;
    private final Table table;
    private final Backends backends;
    private final ProcessBuilder builder;
    private Process process;
    private BufferedReader answers;

    /** @param log what it prints on its standard error */
    JobQueue(String name, String description, Table table, Backends backends, ProcessBuilder builder, Path log) {
        this.name = name;
        this.description = description;
        this.table = table;
        this.backends = backends;
        this.builder = builder.redirectError(log.toFile());
    }

    /**
     * Its table, in SQL.
     *
     * @param create empty where it does so itself
     * @param insert as {@link Backlog#insert} wants it
     */
    record Table(String database, String create, String clear, String insert) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void start() throws Exception {
        backends.execute(database(), table.create());
        process = builder.start();
        answers = process.inputReader();
        await("ready");
    }

    private void await(String answer) throws IOException {
        String line = answers.readLine();
        if (!answer.equals(line)) {
            throw new IllegalStateException(
                    description + " says " + line + " and not " + answer + ", see " + builder.redirectError());
        }
    }

    @Override
    public String database() {
        return table.database();
    }

    @Override
    public void fill(Backlog backlog) throws SQLException {
        backends.execute(database(), table.clear());
        backlog.insert(database(), table.insert());
    }

    @Override
    public void begin() throws IOException {
        tell("begin");
        await("begun");
    }

    @Override
    public void end() throws IOException {
        tell("end");
        await("ended");
    }

    private void tell(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Signals.kill(process);
        }
    }
}
