package io.tollgate.cli;

import io.tollgate.access.ApiTokens;
import io.tollgate.audit.Act;
import io.tollgate.audit.Caller;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

    static Caller caller() {
        return new Caller(System.getProperty("user.name"), "host:" + host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    void write(Operations operations, Act act, String what) {
        operations.audit().write(caller(), act, name, what);
    }
}
