package io.tollgate.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares the gateway with the usual webhook server, side by side on one machine: see {@code bench/README.md}. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nContenders; bench/README.md says more:%n",
        footer = {
            "  a  Express, verifies",
            "  b  Express, verifies and inserts",
            "  c  Express, verifies, inserts and sends",
            "  d  Tollgate, verifies and keeps nothing",
            "  e  Tollgate, stores",
            "  f  Tollgate, stores and routes; also in bursts, and when it has just started",
            "  g  Camel, verifies and sends",
            "  h  Tollgate's relay, with a backlog; also with a flow that fails for some events",
            "  i  db-scheduler, with the same backlog",
            "  j  graphile-worker, with the same backlog",
            "  k  Tollgate's relay, with the same backlog; sends and keeps no object",
            "  l  Tollgate's relay, with the same backlog; keeps objects and sends nothing",
            "  d*, e*, f*, h*  those of --other-checkout, or with --other-setting"
        })
final class Benchmark implements Callable<Integer> {
    private static final String QUEUE = "stripe.payments.succeeded";
    private static final String RARE_QUEUE = "stripe.checkout.completed";

    @Mixin
    private Options options;

    @Spec
    private CommandSpec command;

    public static void main(String[] args) {
        // also when it is interrupted
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        System.exit(new CommandLine(new Benchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("tollgate-bench");
        Results results = new Results(command.commandLine().getParseResult().originalArgs());
        Report report = new Report(directory, results);
        try (Backends backends = new Backends(directory);
                Deliveries deliveries = new Deliveries(backends.broker(), QUEUE, EventTemplate.PAYMENT, 'r');
                Deliveries rare = new Deliveries(backends.broker(), RARE_QUEUE, EventTemplate.CHECKOUT, 'q')) {
            new Phases(options, backends, deliveries, rare, report).run();
        }
        FileSystemUtils.deleteRecursively(directory);
        return 0;
    }
}
