package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.stripe.endpoint.EnabledTypes;
import io.tollgate.stripe.endpoint.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which endpoint is meant, and how it is to be. */
final class EndpointOptions {
    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "Where Stripe posts to: https://hooks.example.com/webhooks/stripe")
    private URI url;

    @Option(
            names = "--endpoint",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The gateway's endpoint (tollgate.webhook.endpoints.NAME); else ${DEFAULT-VALUE}")
    private String name;

    @Option(names = "--mode", paramLabel = "live|test", description = "Stripe's; else that of the only key")
    private Mode mode;

    @Option(names = "--connect", description = "Sends the events of connected accounts, instead of your own")
    private boolean connect;

    @Option(names = "--thin", description = "Sends thin events, instead of snapshots")
    private boolean thin;

    @Option(
            names = "--api-version",
            paramLabel = "VERSION",
            description = "Of the snapshots; else what the endpoint has, or what this version of Tollgate knows best")
    private String apiVersion;

    @Option(
            names = "--types",
            paramLabel = "TYPE",
            split = ",",
            description = "These event types, '*' for all; else those that have a flow")
    private Set<String> types = new TreeSet<>();

    @Option(names = "--description", paramLabel = "TEXT", description = "For people who see it in the Dashboard")
    private String description;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    /** Of Stripe. */
    enum Mode {
        LIVE,
        TEST
    }

    /** Null for that of the only key. */
    Boolean livemode() {
        return mode == null ? null : mode == Mode.LIVE;
    }

    String name() {
        return name;
    }

    URI url() {
        return url;
    }

    boolean isThin() {
        return thin;
    }

    /**
     * What has a flow.
     *
     * @throws InvalidConfiguration when the routes are refused, so that nobody knows
     */
    EnabledTypes wanted(String[] settings) {
        Checked checked = OfflineRoutes.check(folder, settings, null);
        if (checked.findings().stream().anyMatch(Finding::isError)) {
            throw new InvalidConfiguration("The routes are refused, so it is not known which event types have a flow:"
                    + " see ./tollgate check.");
        }
        return EnabledTypes.of(checked.map().types(), thin);
    }

    /** @throws InvalidConfiguration when it cannot be one */
    Wish wish(EnabledTypes wanted) {
        Set<String> asked = types.isEmpty() ? wanted.sent() : EnabledTypes.expanded(types, thin);
        return new Wish(name, url, asked, connect, thin, apiVersion, description);
    }
}
