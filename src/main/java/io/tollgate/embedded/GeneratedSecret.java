package io.tollgate.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.util.StringUtils;

/** With the profile `embedded` and no signing secret, makes one up and keeps it in the data folder, for this user only. */
public final class GeneratedSecret implements EnvironmentPostProcessor, Ordered {
    static final String SOURCE = "generated signing secret";
    private static final String SECRETS = "tollgate.webhook.endpoints.default.secrets";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    /** After the configuration files, which say where the data folder is and may hold a secret. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of("embedded")) && !isGiven(environment)) {
            Path data = Path.of(environment.getProperty("tollgate.data", "./data"));
            Map<String, Object> secret = Map.of(SECRETS, keptIn(data));
            environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, secret));
        }
    }

    static Path file(Path data) {
        return data.resolve("stripe-webhook-secret");
    }

    private static boolean isGiven(ConfigurableEnvironment environment) {
        return Binder.get(environment).bind(SECRETS, Bindable.listOf(String.class)).orElse(List.of()).stream()
                .anyMatch(StringUtils::hasText);
    }

    private static String keptIn(Path data) {
        DataFolder.create(data);
        Path file = file(data);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, DataFolder.onlyForThisUser(file, "rw-------"))) {
            channel.lock(); // two gateways that start at once get the same one
            String kept = read(channel);
            return kept.isEmpty() ? write(channel) : kept;
        } catch (IOException e) {
            throw DataFolder.notWritable(data, e);
        }
    }

    /** Through this channel, since closing a second one would give up the lock. */
    private static String read(FileChannel channel) throws IOException {
        byte[] content = Channels.newInputStream(channel).readAllBytes();
        return new String(content, StandardCharsets.UTF_8).strip();
    }

    private static String write(FileChannel channel) throws IOException {
        SecureRandom random = new SecureRandom();
        StringBuilder secret = new StringBuilder("whsec_");
        random.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> secret.append(ALPHABET.charAt(i)));
        channel.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
        return secret.toString();
    }
}
