package io.tollgate.bench;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What is measured, how long, and with which gateways. */
final class Options {
    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "a,b,c,d,e,f,g,h,i,j,k,l",
            description = "which ones, by their names (${DEFAULT-VALUE})")
    List<String> names;

    @Option(names = "--rounds", defaultValue = "3", description = "measurements of each, by turns (${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--seconds", defaultValue = "15", description = "length of a closed loop (${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "120",
            description = "seconds at most until a contender is warm (${DEFAULT-VALUE})")
    int warmUp;

    @Option(
            names = "--open-seconds",
            defaultValue = "30",
            description = "length of an open loop; 0 leaves it out (${DEFAULT-VALUE})")
    int openSeconds;

    @Option(names = "--rate", description = "events/s of the open loop (half of what the slowest contender does)")
    Double rate;

    @Option(
            names = "--sustain",
            defaultValue = "300",
            description = "seconds at 80%% of what f does; 0 leaves it out (${DEFAULT-VALUE})")
    int sustain;

    @Option(names = "--sustain-rate", description = "events/s of that instead")
    Double sustainRate;

    @Option(
            names = "--burst-seconds",
            defaultValue = "30",
            description =
                    "of all that the ingress of f takes, and what becomes of it; 0 leaves it out (${DEFAULT-VALUE})")
    int burstSeconds;

    @Option(
            names = "--backlog",
            defaultValue = "200000",
            description = "events that wait for h, i and j before they may begin (${DEFAULT-VALUE})")
    int backlog;

    @Option(
            names = "--backlog-limit",
            defaultValue = "120",
            description = "seconds after which what has come is what counts (${DEFAULT-VALUE})")
    int backlogLimit;

    @Option(
            names = "--bad",
            split = ",",
            defaultValue = "1,10,33",
            description =
                    "percent of the events that the flow of h fails for, by turns; 0 leaves it out (${DEFAULT-VALUE})")
    private List<Integer> bad;

    @Option(
            names = "--bad-limit",
            defaultValue = "30",
            description = "seconds after which what has come of the others is what counts (${DEFAULT-VALUE})")
    int badLimit;

    @Option(
            names = "--warm-seconds",
            defaultValue = "120",
            description =
                    "from the start of f until it counts as warm; its first ten seconds are compared with ten from"
                            + " then on; 0 leaves it out (${DEFAULT-VALUE})")
    int warmSeconds;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "options of the JVM of d to i (${DEFAULT-VALUE})")
    List<String> jvm;

    @Option(
            names = "--other-checkout",
            defaultValue = "",
            description = "where d*, e*, f* and h* were compiled, to compare with d, e, f and h (here)")
    private Path otherCheckout;

    @Option(names = "--other-setting", description = "a setting of d*, e*, f* and h*; may be repeated")
    private List<String> otherSettings = List.of();

    @Option(
            names = "--other-jvm",
            split = " ",
            defaultValue = "-Xmx256m",
            description = "options of the JVM of d*, e*, f* and h* (${DEFAULT-VALUE})")
    private List<String> otherJvm;

    @Option(
            names = "--other-rows",
            defaultValue = "0",
            description = "routed events that d*, e*, f* and h* already have")
    private int otherRows;

    @Option(names = "--other-dead", defaultValue = "0", description = "and dead ones")
    private int otherDead;

    List<Integer> badPercents() {
        return bad.stream().filter(percent -> percent > 0).toList();
    }

    /** The gateway of a contender of this name. */
    Build build(String name) {
        return name.endsWith("*")
                ? new Build(otherCheckout, otherSettings, otherJvm, otherRows, otherDead)
                : new Build(Path.of(""), List.of(), jvm, 0, 0);
    }
}
