package io.tollgate.webhook;

import io.tollgate.warmup.WarmUpTarget;
import java.time.Clock;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** The default endpoint as what a warm-up posts to. */
@Component
final class WarmedIngress implements WarmUpTarget {
    /** As many as make batches of the size that a busy gateway has. */
    private static final int MOST = 16;

    private final WebhookProperties properties;
    private final EndpointSecrets secrets;
    private final WebhookEngine engine;
    private final Clock clock;

    WarmedIngress(WebhookProperties properties, EndpointSecrets secrets, WebhookEngine engine, Clock clock) {
        this.properties = properties;
        this.secrets = secrets;
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public String path() {
        return WebhookEngine.PATH;
    }

    /** At most half of what may be in flight. None when the route has steps of a team's own, which must see no such event. */
    @Override
    public int connections(int bodyBytes) {
        if (bodyBytes > properties.maxBody().toBytes() || !engine.hasOwnStepsOnly()) {
            return 0;
        }
        return (int) LongStream.of(
                        MOST,
                        properties.inFlight() / 2,
                        properties.inFlightSize().toBytes() / 2 / bodyBytes)
                .min()
                .orElse(0);
    }

    /** Any of its secrets would do: during a rotation there are two. */
    @Override
    public String signature(byte[] body) {
        String secret = secrets.of(WebhookProperties.DEFAULT_ENDPOINT).get(0).text();
        return SignatureHeader.sign(body, secret, clock.instant().getEpochSecond());
    }
}
