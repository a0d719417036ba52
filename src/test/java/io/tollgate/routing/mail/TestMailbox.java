package io.tollgate.routing.mail;

import com.icegreen.greenmail.util.ServerSetup;

/** Mail servers of tests, on a port of their own. */
public final class TestMailbox {
    private static final long START_MILLIS = 60_000;

    private TestMailbox() {}

    /** By default one has to be there within two seconds, which a machine that builds something else may need. */
    public static ServerSetup setup(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(START_MILLIS);
        return setup;
    }
}
