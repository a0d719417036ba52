package io.tollgate.cli;

import io.tollgate.alerts.AlertsOperatorConfiguration;
import io.tollgate.audit.AuditConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A command about alerts. */
abstract class AlertsCommand extends SettingsCommand {
    @Override
    final int run(String[] springSettings) {
        try (Operations operations =
                Operations.open(springSettings, AlertsOperatorConfiguration.class, AuditConfiguration.class)) {
            return run(operations);
        }
    }

    /** @return the exit code */
    abstract int run(Operations operations);

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
