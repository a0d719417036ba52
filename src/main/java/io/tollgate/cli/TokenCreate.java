package io.tollgate.cli;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description = "Makes a token and prints it, this once: what is kept is its hash.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TokenCreate extends TokenCommand {
    private static final int MOST_DAYS = 3650;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "viewer, operator or admin")
    private Role role;

    @Option(names = "--days", paramLabel = "N", description = "For how many days it is good (90); 0 for ever")
    private int days = 90;

    private final Clock clock;

    TokenCreate(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        super.check();
        if (days < 0 || days > MOST_DAYS) {
            throw wrong("--days is " + days + ": give 1 to " + MOST_DAYS + ", or 0 for ever");
        }
    }

    @Override
    int run(Operations operations) {
        Instant expires = days == 0 ? null : clock.instant().plus(Duration.ofDays(days));
        String word = role.name().toLowerCase(Locale.ROOT);
        write(operations, Act.TOKEN_CREATED, word + (expires == null ? "" : ", until " + expires));
        try {
            print(operations.apiTokens().create(name(), role, OsUser.caller().name(), expires), word, expires);
            return CommandLine.ExitCode.OK;
        } catch (DuplicateKeyException e) {
            return failed("A token has the name " + name() + ", or had it: take another. See ./tollgate token list");
        }
    }

    /** As text it is the token alone, for a script. */
    private void print(String token, String word, Instant expires) {
        if (!isJson()) {
            out().println(token);
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name());
        json.put("role", word);
        json.put("expiresAt", expires);
        json.put("token", token);
        printJson(json);
    }
}
