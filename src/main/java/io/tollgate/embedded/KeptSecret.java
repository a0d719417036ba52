package io.tollgate.embedded;

import io.tollgate.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.function.Consumer;

/** A secret that is made up once and kept in a file, for this user only. */
final class KeptSecret {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    private KeptSecret() {}

    /**
     * What is in the file; else the prefix and 32 letters and digits at random, which are in the file from now on.
     *
     * @param told gets a sentence when others could read the file until now
     * @throws io.tollgate.InvalidConfiguration when another user owns the file, or could have written it
     */
    static String in(Path file, String prefix, Consumer<String> told) throws IOException {
        OwnerOnly.requireUnplanted(file);
        OwnerOnly.makeFile(file)
                .ifPresent(sentence -> told.accept(
                        sentence + ": if others use this machine, delete it, and Tollgate makes a new one"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock(); // two gateways that start at once get the same one
            String kept = read(channel);
            return kept.isEmpty() ? write(channel, prefix) : kept;
        }
    }

    /** Through this channel, since closing a second one would give up the lock. */
    private static String read(FileChannel channel) throws IOException {
        byte[] content = Channels.newInputStream(channel).readAllBytes();
        return new String(content, StandardCharsets.UTF_8).strip();
    }

    private static String write(FileChannel channel, String prefix) throws IOException {
        SecureRandom random = new SecureRandom();
        StringBuilder secret = new StringBuilder(prefix);
        random.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> secret.append(ALPHABET.charAt(i)));
        channel.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        channel.force(true);
        return secret.toString();
    }
}
