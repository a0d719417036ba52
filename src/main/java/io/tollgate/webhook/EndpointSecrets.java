package io.tollgate.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.InvalidConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets of each endpoint as they are now: those of the settings, which stay, and those of its files, which are looked at once a
 * second. There is always one: what a file had last stays when it is gone or bad.
 */
final class EndpointSecrets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EndpointSecrets.class);

    private final WebhookProperties properties;
    private final SecretOrigin origin;
    private final Map<String, List<SecretFile>> files = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "signing-secrets");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Map<String, List<Secret>> current;

    /** @throws InvalidConfiguration when an endpoint has files only, and a secret in none of them */
    EndpointSecrets(WebhookProperties properties, SecretOrigin origin, MeterRegistry registry) {
        this.properties = properties;
        this.origin = origin;
        properties.endpoints().forEach((endpoint, settings) -> {
            List<SecretFile> its =
                    settings.secretFiles().stream().map(SecretFile::new).toList();
            files.put(endpoint, its);
            requireOne(endpoint, settings, its);
            its.forEach(file -> warn(endpoint, file));
            Gauge.builder("tollgate.webhook.secret.files.bad", its, EndpointSecrets::bad)
                    .description("Files of signing secrets that cannot be used as they are now")
                    .tag("endpoint", endpoint)
                    .register(registry);
        });
        this.current = read();
    }

    /** Looks from here on. */
    EndpointSecrets start() {
        timer.scheduleWithFixedDelay(this::lookOrWait, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /** One or more; any of them may have signed. */
    List<Secret> of(String endpoint) {
        return current.get(endpoint);
    }

    /** All of them, by endpoint. */
    Map<String, List<Secret>> all() {
        return current;
    }

    /** Looks at the files, and lets what is new in them count. */
    synchronized void look() {
        files.forEach((endpoint, its) -> {
            // all of them, not up to the first one
            List<SecretFile> changed = its.stream().filter(SecretFile::look).toList();
            if (!changed.isEmpty()) {
                changed.forEach(file -> warn(endpoint, file));
                swap();
            }
        });
    }

    private void lookOrWait() {
        try {
            look();
        } catch (Throwable t) {
            // One that comes out would end the timer.
            log.warn("The files of signing secrets are looked at again in a second: {}", Failures.oneLine(t));
        }
    }

    private void swap() {
        Map<String, List<Secret>> before = current;
        current = read();
        current.forEach((endpoint, secrets) -> {
            if (!secrets.equals(before.get(endpoint))) {
                log.info("endpoint={} The signing secrets are {} from now on", endpoint, words(secrets));
            }
        });
    }

    private Map<String, List<Secret>> read() {
        Map<String, List<Secret>> all = new TreeMap<>();
        properties.endpoints().forEach((endpoint, settings) -> {
            Map<String, String> sources = new LinkedHashMap<>();
            settings.secrets().forEach(text -> sources.put(text, origin.of(text)));
            files.get(endpoint)
                    .forEach(file -> file.secrets()
                            .forEach(text ->
                                    sources.merge(text, "file " + file.name(), (one, other) -> one + ", " + other)));
            List<Secret> secrets = new ArrayList<>();
            sources.forEach((text, source) -> secrets.add(Secret.of(text, source)));
            all.put(endpoint, List.copyOf(secrets));
        });
        return all;
    }

    private static void requireOne(String endpoint, WebhookProperties.Endpoint settings, List<SecretFile> files) {
        if (settings.secrets().isEmpty()
                && files.stream().allMatch(file -> file.secrets().isEmpty())) {
            throw new InvalidConfiguration("Endpoint '" + endpoint + "' has no signing secret: "
                    + files.stream()
                            .map(file -> "the file " + file.name() + " " + file.wrong())
                            .collect(Collectors.joining("; "))
                    + ". Put the endpoint's whsec_… from Stripe's Dashboard there, one a line, or correct "
                    + WebhookProperties.filesSetting(endpoint));
        }
    }

    private static void warn(String endpoint, SecretFile file) {
        if (file.wrong() != null) {
            log.warn(
                    "endpoint={} The file of signing secrets {} {}: {}. Put the endpoint's whsec_… there, one a line",
                    endpoint,
                    file.name(),
                    file.wrong(),
                    file.secrets().isEmpty() ? "it is passed over" : "those that it had last stay");
        }
    }

    private static double bad(List<SecretFile> files) {
        return files.stream().map(SecretFile::wrong).filter(Objects::nonNull).count();
    }

    private static String words(List<Secret> secrets) {
        return secrets.stream().map(Secret::toString).collect(Collectors.joining(" and "));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
