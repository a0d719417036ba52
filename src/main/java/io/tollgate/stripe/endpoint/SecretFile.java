package io.tollgate.stripe.endpoint;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where a signing secret is to go: a file of this user's alone, a secret a line. It is opened, and the room in it taken, before Stripe
 * tells one, so that nothing but a crash can keep it from being written down.
 */
public final class SecretFile implements AutoCloseable {
    private static final int ROOM = 512;

    private final Path path;
    private final FileChannel channel;
    private final String narrowed;
    private final long length;
    private final String before;
    private boolean written;

    private SecretFile(Path path, FileChannel channel, String narrowed) throws IOException {
        this.path = path;
        this.channel = channel;
        this.narrowed = narrowed;
        byte[] content = Channels.newInputStream(channel).readAllBytes();
        this.length = content.length;
        this.before = new String(content, StandardCharsets.UTF_8);
        // blank lines, which mean nothing to whoever reads the file meanwhile
        put("\n".repeat(ROOM));
    }

    /** @throws InvalidConfiguration when it cannot be written, or others could have written it; says the way out */
    public static SecretFile open(Path path) {
        try {
            OwnerOnly.requireUnplanted(path);
            Optional<String> narrowed = OwnerOnly.makeFile(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.lock();
            return new SecretFile(path, channel, narrowed.orElse(null));
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "The signing secret that Stripe is going to tell cannot be written to " + path + " ("
                            + e.getClass().getSimpleName()
                            + "), so nothing was done: give another --secret-file, in a folder that is there",
                    e);
        }
    }

    /** A sentence when others could read it until now. */
    public Optional<String> narrowed() {
        return Optional.ofNullable(narrowed);
    }

    /** Adds a line, unless it is there; it survives a crash once this returns. */
    void add(String secret) {
        try {
            if (before.lines().map(String::strip).noneMatch(secret::equals)) {
                String line = (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + secret + "\n";
                put(line);
                written = true;
                channel.truncate(length + line.length());
            }
            // another one that was waited for may have removed it, or somebody put another in its place
            if (!new String(Files.readAllBytes(path), StandardCharsets.UTF_8).contains(secret)) {
                throw new NoSuchFileException(path.toString());
            }
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "The endpoint is made, but its signing secret could not be written to " + path + " ("
                            + e.getClass().getSimpleName()
                            + "): correct that and run the same command again today, and Stripe tells it again",
                    e);
        }
    }

    private void put(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        long at = length;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(true);
    }

    /** Without a secret the file is as it was; one that would be empty is none. */
    @Override
    public void close() {
        try (channel) {
            if (!written) {
                channel.truncate(length);
                if (length == 0) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be closed", e);
        }
    }
}
