package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "password",
        description = "Asks for a password and prints its bcrypt hash, for tollgate.console.users.NAME.password.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Without a terminal it reads the first line of standard input."})
final class Password extends SettingsCommand {
    private static final int SHORTEST = 12;
    private static final int MOST_BYTES = 72;
    private static final int COST = 10;

    @Override
    int run(String[] springSettings) {
        String password = read();
        if (password.length() < SHORTEST) {
            return failed("The password is too short: take " + SHORTEST + " characters or more.");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return failed("The password is too long: bcrypt looks at " + MOST_BYTES + " bytes and no more.");
        }
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(COST).encode(password);
        if (isJson()) {
            printJson(Map.of("password", hash));
        } else {
            out().println(hash);
        }
        return CommandLine.ExitCode.OK;
    }

    private static String read() {
        Console console = System.console();
        return console == null ? firstLine() : typed(console);
    }

    private static String typed(Console console) {
        char[] first = console.readPassword("Password: ");
        char[] again = console.readPassword("Again: ");
        if (first == null || !Arrays.equals(first, again)) {
            throw new InvalidConfiguration("The two are not the same: try again.");
        }
        return new String(first);
    }

    private static String firstLine() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new InvalidConfiguration("Cannot read the password from standard input: send it one line.", e);
        }
    }
}
