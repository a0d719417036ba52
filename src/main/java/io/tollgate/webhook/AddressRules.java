package io.tollgate.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.webhook.Answer.Refused;
import io.tollgate.webhook.Answer.Uncounted;
import io.tollgate.webhook.WebhookProperties.Endpoint;
import io.tollgate.webhook.WebhookProperties.SourceCheck;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/** What may be sent from which address, and how much of it. Asked before a body is read. */
@Component
final class AddressRules {
    private static final Logger log = LoggerFactory.getLogger(AddressRules.class);

    private final WebhookProperties properties;
    private final ClientAddresses clients;
    private final SourceAddresses sources;
    private final ClientRates rates;
    private final ApplicationAvailability availability;
    private final MeterRegistry registry;
    private final SparingLog signed = new SparingLog();
    private final SparingLog others = new SparingLog();

    AddressRules(
            WebhookProperties properties,
            ClientAddresses clients,
            SourceAddresses sources,
            ClientRates rates,
            ApplicationAvailability availability,
            MeterRegistry registry) {
        this.properties = properties;
        this.clients = clients;
        this.sources = sources;
        this.rates = rates;
        this.availability = availability;
        this.registry = registry;
        for (String endpoint : properties.endpoints().keySet()) {
            foreign(endpoint, true);
            foreign(endpoint, false);
        }
    }

    /**
     * Who sends a request.
     *
     * @param address null when it is not known
     * @param isSelf whether it is on this machine, with no proxy of one's own between
     */
    record Client(Address address, boolean isSelf) {
        @Override
        public String toString() {
            return address == null ? "unknown" : address.toString();
        }
    }

    Client client(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        Address address = clients.of(request).orElse(null);
        boolean isBehindNone = ClientAddresses.hop(String.valueOf(peer))
                .filter(connected -> connected.equals(address))
                .isPresent();
        return new Client(address, isBehindNone && peer.equals(request.getLocalAddr()));
    }

    /** Null unless it has sent too much that was refused. Stripe's addresses, and those of one's own networks, may send on. */
    Refused rateRefusal(Client client) {
        boolean isOver = client.address() != null
                && rates.isOver(client.address())
                && !AddressRanges.OWN_NETWORKS.has(client.address())
                && !(sources.areKnown() && sources.has(client.address()));
        return isOver ? Refused.TOO_MANY_REQUESTS : null;
    }

    /** Null unless the endpoint takes nothing from there. */
    Refused sourceRefusal(String endpoint, Client client) {
        return isForeign(endpoint, client, SourceCheck.BLOCK) ? Refused.FOREIGN_ADDRESS : null;
    }

    private boolean isForeign(String endpoint, Client client, SourceCheck check) {
        Endpoint settings = properties.endpoints().get(endpoint);
        return settings != null
                && settings.sourceAddresses() == check
                && !(client.address() != null && sources.has(client.address()))
                && !(client.isSelf() && isWarmingUp());
    }

    /** A gateway posts to itself before it is ready. */
    private boolean isWarmingUp() {
        return availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC;
    }

    void answered(String endpoint, Client client, Answer answer) {
        if (answer instanceof Uncounted || client.address() == null) {
            return;
        }
        if (answer instanceof Answer.Stored) {
            rates.signed(client.address());
        } else if (answer.outcome().isOfAnybody()) {
            rates.refused(client.address());
        }
        if (isForeign(endpoint, client, SourceCheck.WARN)) {
            warn(endpoint, client, answer instanceof Answer.Stored);
        }
    }

    private Counter foreign(String endpoint, boolean isSigned) {
        return registry.counter(
                "tollgate.webhook.foreign.addresses", "endpoint", endpoint, "signed", Boolean.toString(isSigned));
    }

    private void warn(String endpoint, Client client, boolean isSigned) {
        foreign(endpoint, isSigned).increment();
        String where = "endpoint=" + endpoint + " client=" + client + " is none of Stripe's addresses";
        if (isSigned) {
            signed.warn(
                    log,
                    where
                            + ", and has sent an event that is signed right: bring tollgate.webhook.source-addresses-file up"
                            + " to date, and name your proxy in tollgate.webhook.proxies; if it is neither, somebody has the secret");
        } else {
            others.warn(log, where + ", and what it sent was refused anyway");
        }
    }
}
