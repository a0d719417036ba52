package io.tollgate.cli;

import io.tollgate.access.ApiTokens.Token;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Shows which tokens there are, whose, and when each was used last; never a token.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TokenList extends OperatorCommand {
    private final Clock clock;

    TokenList(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(Operations operations) {
        List<Token> tokens = operations.apiTokens().list();
        if (isJson()) {
            printJson(tokens);
        } else if (tokens.isEmpty()) {
            out().println("there is no token: ./tollgate token create makes one");
        } else {
            print(tokens, clock.instant());
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(List<Token> tokens, Instant now) {
        Table table = new Table("name", "role", "made by", "last use", "state");
        tokens.forEach(token -> table.row(
                token.name(),
                token.role().name().toLowerCase(Locale.ROOT),
                token.createdBy(),
                token.usedAt() == null ? "" : PastTime.age(token.usedAt(), now) + " ago",
                state(token, now)));
        table.print(out());
    }

    private static String state(Token token, Instant now) {
        if (token.revokedAt() != null) {
            return "revoked " + token.revokedAt();
        }
        if (token.expiresAt() == null) {
            return "good for ever";
        }
        return (token.expiresAt().isAfter(now) ? "good until " : "expired ") + token.expiresAt();
    }
}
