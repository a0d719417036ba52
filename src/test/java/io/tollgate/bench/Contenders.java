package io.tollgate.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes the contenders that somebody has chosen. */
record Contenders(Options options, Backends backends, Path directory) {
    private static final Set<String> SERVERS = Set.of("a", "b", "c", "d", "e", "f", "g", "d*", "e*", "f*");
    private static final Set<String> WORKERS = Set.of("h", "h*", "i", "j", "k", "l");

    List<Contender> servers() throws Exception {
        List<Contender> chosen = new ArrayList<>();
        for (String name : options.names) {
            if (SERVERS.contains(name)) {
                chosen.add(server(name));
            } else if (!WORKERS.contains(name)) {
                throw new IllegalArgumentException("There is no contender " + name);
            }
        }
        return chosen;
    }

    List<Worker> workers() throws Exception {
        List<Worker> chosen = new ArrayList<>();
        for (String name : options.names) {
            if (WORKERS.contains(name)) {
                chosen.add(worker(name));
            }
        }
        return chosen;
    }

    private Contender server(String name) throws Exception {
        return switch (name.charAt(0)) {
            case 'a' -> express(name, "Express, verifies", "verify");
            case 'b' -> express(name, "Express, verifies and inserts", "insert");
            case 'c' -> express(name, "Express, verifies, inserts and sends", "send");
            case 'd' -> tollgate(name, "Tollgate, verifies", Tollgate.Mode.VERIFY);
            case 'e' -> tollgate(name, "Tollgate, stores", Tollgate.Mode.STORE);
            case 'f' -> tollgate(name, "Tollgate, stores and routes", Tollgate.Mode.ROUTE);
            default -> plainCamel(name);
        };
    }

    private Worker worker(String name) throws Exception {
        return switch (name) {
            case "i" -> dbScheduler(name);
            case "j" -> graphileWorker(name);
            case "k" -> relay(name, "Tollgate, its relay, to the queue alone", Tollgate.Mode.QUEUE);
            case "l" -> relay(name, "Tollgate, its relay, the object's state alone", Tollgate.Mode.OBJECT_STATE);
            default -> relay(name, "Tollgate, its relay", Tollgate.Mode.STORE);
        };
    }

    /** The chosen relays once more, with a flow that fails for some events. */
    List<Worker> failingRelays() throws Exception {
        List<Worker> chosen = new ArrayList<>();
        for (String name : options.names) {
            if (name.startsWith("h")) {
                chosen.add(relay(name, "Tollgate, its relay", Tollgate.Mode.FAIL));
            }
        }
        return chosen;
    }

    private Worker dbScheduler(String name) throws Exception {
        JobQueue.Table table = JobTables.OF_DB_SCHEDULER;
        backends.createDatabase(table.database());
        ProcessBuilder process = Peers.ofJava("DbScheduler", options.jvm, backends, table.database());
        return new JobQueue(name, "db-scheduler", table, backends, process, directory.resolve("db-scheduler.out"));
    }

    private Worker graphileWorker(String name) throws Exception {
        JobQueue.Table table = JobTables.OF_GRAPHILE_WORKER;
        backends.createDatabase(table.database());
        ProcessBuilder process = Peers.ofNode("graphile", "worker.mjs", backends, table.database());
        return new JobQueue(name, "graphile-worker", table, backends, process, directory.resolve("graphile.out"));
    }

    private Worker relay(String name, String description, Tollgate.Mode mode) throws Exception {
        return new RelayWorker(name, description, tollgate(name, description, mode));
    }

    /** The usual Express server with Stripe's library. */
    private Contender express(String name, String description, String mode) throws Exception {
        String database = "express_" + mode;
        backends.createDatabase(database);
        ProcessBuilder process = Peers.ofNode("express", "server.mjs", backends, database);
        process.environment().put("MODE", mode);
        PeerServer.Forget forget =
                mode.equals("verify") ? () -> {} : () -> backends.execute(database, "TRUNCATE event");
        return new PeerServer(
                name, description, mode.equals("send"), forget, process, directory.resolve(database + ".out"));
    }

    private Contender plainCamel(String name) throws Exception {
        ProcessBuilder process = Peers.ofJava("PlainCamel", options.jvm, backends, "postgres");
        return new PeerServer(
                name, "Camel, verifies and sends", true, () -> {}, process, directory.resolve("camel.out"));
    }

    private Tollgate tollgate(String name, String description, Tollgate.Mode mode) throws Exception {
        return new Tollgate(name, description, mode, backends, directory, options.build(name));
    }
}
