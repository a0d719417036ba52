package io.tollgate.cli;

import io.tollgate.access.ApiTokens;
import io.tollgate.audit.Act;
import picocli.CommandLine.Parameters;

/** A command on one token. */
abstract class TokenCommand extends OperatorCommand {
    @Parameters(paramLabel = "NAME", description = "Whose it is: letters, digits and any of . _ -, 100 at most")
    private String name;

    @Override
    void check() {
        if (!ApiTokens.isName(name)) {
            throw wrong("NAME is none: take 1 to 100 letters, digits and any of . _ -");
        }
    }

    String name() {
        return name;
    }

    void write(Operations operations, Act act, String what) {
        Audit.write(operations, act, name, what);
    }
}
