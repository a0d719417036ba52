package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that takes the same Spring settings as the gateway, and prints text or JSON. */
abstract class SettingsCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "One line of JSON instead of text")
    private boolean json;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public final Integer call() {
        String[] springSettings = SpringSettings.checked(settings, spec.commandLine());
        check();
        return run(springSettings);
    }

    /** Refuses wrong usage before anything is opened. */
    void check() {}

    /** @return the exit code */
    abstract int run(String[] springSettings);

    boolean isJson() {
        return json;
    }

    void printJson(Object value) {
        try {
            out().println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Says on the error stream why it could not be done. */
    int failed(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return CommandLine.ExitCode.SOFTWARE;
    }

    ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
