package io.tollgate.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the gateway with the usual webhook server, side by side on one machine: see {@code bench/README.md}. */
@Command(name = "bench/run", mixinStandardHelpOptions = true, sortOptions = false)
final class Benchmark implements Callable<Integer> {
    private static final double SHARE_OF_THE_MOST = 0.8;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "a,b,c,d,e,f",
            description = "which ones, by their names (${DEFAULT-VALUE})")
    private List<String> names;

    @Option(names = "--rounds", defaultValue = "3", description = "measurements of each, by turns (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "15", description = "length of a closed loop (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--open-seconds",
            defaultValue = "30",
            description = "length of an open loop; 0 leaves it out (${DEFAULT-VALUE})")
    private int openSeconds;

    @Option(names = "--rate", description = "events/s of the open loop (half of what the slowest contender does)")
    private Double rate;

    @Option(
            names = "--sustain",
            defaultValue = "300",
            description = "seconds at 80%% of what f does; 0 leaves it out (${DEFAULT-VALUE})")
    private int sustain;

    @Option(names = "--sustain-rate", description = "events/s of that instead")
    private Double sustainRate;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "options of the JVM of d, e and f (${DEFAULT-VALUE})")
    private List<String> jvm;

    @Option(
            names = "--other-checkout",
            defaultValue = "",
            description = "where d*, e* and f* were compiled, to compare with d, e and f (here)")
    private Path otherCheckout;

    @Option(names = "--other-setting", description = "a setting of d*, e* and f*; may be repeated")
    private List<String> otherSettings = List.of();

    @Option(
            names = "--other-jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "options of the JVM of d*, e* and f* (${DEFAULT-VALUE})")
    private List<String> otherJvm;

    @Option(names = "--other-rows", defaultValue = "0", description = "routed events that d*, e* and f* already have")
    private int otherRows;

    @Option(names = "--other-dead", defaultValue = "0", description = "and dead ones")
    private int otherDead;

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
        Report report = new Report(directory);
        try (Backends backends = new Backends(directory);
                Deliveries deliveries = new Deliveries(backends.broker())) {
            List<Contender> contenders = contenders(backends, directory);
            try {
                Measurements measure = new Measurements(backends, deliveries, report);
                for (Contender contender : contenders) {
                    contender.start();
                    measure.warmUp(contender);
                }
                Map<Contender, List<Double>> rates = closedLoops(contenders, measure);
                report.rates(rates);
                if (openSeconds > 0) {
                    openLoops(contenders, measure, rate != null ? rate : report.slowest(rates) / 2, report);
                }
                if (sustain > 0) {
                    for (Contender contender : contenders) {
                        if (contender instanceof Tollgate tollgate && tollgate.delivers()) {
                            double perSecond = sustainRate != null
                                    ? sustainRate
                                    : SHARE_OF_THE_MOST * Report.median(rates.get(contender));
                            report.sustained(measure.sustain(tollgate, perSecond, sustain));
                        }
                    }
                }
            } finally {
                for (Contender contender : contenders) {
                    contender.close();
                }
            }
        }
        FileSystemUtils.deleteRecursively(directory);
        return 0;
    }

    private List<Contender> contenders(Backends backends, Path directory) throws Exception {
        Tollgate.Build build = new Tollgate.Build(Path.of(""), List.of(), jvm, 0, 0);
        Tollgate.Build other = new Tollgate.Build(otherCheckout, otherSettings, otherJvm, otherRows, otherDead);
        List<Contender> chosen = new ArrayList<>();
        for (String name : names) {
            Tollgate.Build which = name.endsWith("*") ? other : build;
            chosen.add(
                    switch (name) {
                        case "a" -> new Express(name, "Express, verifies", "verify", backends, directory);
                        case "b" -> new Express(name, "Express, verifies and inserts", "insert", backends, directory);
                        case "c" ->
                            new Express(name, "Express, verifies, inserts and sends", "send", backends, directory);
                        case "d", "d*" ->
                            new Tollgate(name, "Tollgate, verifies", Tollgate.Mode.VERIFY, backends, directory, which);
                        case "e", "e*" ->
                            new Tollgate(name, "Tollgate, stores", Tollgate.Mode.STORE, backends, directory, which);
                        case "f", "f*" ->
                            new Tollgate(
                                    name,
                                    "Tollgate, stores and routes",
                                    Tollgate.Mode.ROUTE,
                                    backends,
                                    directory,
                                    which);
                        default -> throw new IllegalArgumentException("There is no contender " + name);
                    });
        }
        return chosen;
    }

    private Map<Contender, List<Double>> closedLoops(List<Contender> contenders, Measurements measure)
            throws Exception {
        Map<Contender, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                rates.computeIfAbsent(contender, c -> new ArrayList<>()).add(measure.rate(contender, seconds));
            }
        }
        return rates;
    }

    private void openLoops(List<Contender> contenders, Measurements measure, double perSecond, Report report)
            throws Exception {
        Map<Contender, List<Measurements.Latency>> latencies = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                latencies
                        .computeIfAbsent(contender, c -> new ArrayList<>())
                        .add(measure.latency(contender, perSecond, openSeconds));
            }
        }
        report.latencies(latencies, perSecond, openSeconds);
    }
}
