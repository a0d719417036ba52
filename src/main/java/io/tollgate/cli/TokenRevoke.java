package io.tollgate.cli;

import io.tollgate.audit.Act;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "revoke",
        description = "Makes a token good for nothing, from the next request on and on all gateways.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TokenRevoke extends TokenCommand {
    @Override
    int run(Operations operations) {
        write(operations, Act.TOKEN_REVOKED, "");
        if (!operations.apiTokens().revoke(name())) {
            return failed("There is no token " + name() + ": see ./tollgate token list");
        }
        if (isJson()) {
            printJson(Map.of("name", name(), "revoked", true));
        } else {
            out().println(name() + " is revoked");
        }
        return CommandLine.ExitCode.OK;
    }
}
