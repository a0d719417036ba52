package io.tollgate.forget;

import io.tollgate.deadletter.EventMessages.About;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mails that the embedded mail server keeps. The mail flow writes into each the id of the event that it is about. */
final class MailFiles {
    private static final Pattern EVENT = Pattern.compile("(?im)^X-Stripe-Event-Id:\\s*(evt_[A-Za-z0-9_]+)\\s*$");

    private final Path folder;

    /** @param folder need not be there */
    MailFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * What is there.
     *
     * @param theirs about the events
     * @param unknown how many do not say what they are about
     */
    record Found(List<Path> theirs, int unknown) {}

    /** Looks at each mail's event and text, as at those of a message. */
    Found find(About about) {
        List<Path> theirs = new ArrayList<>();
        int unknown = 0;
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> mails = Files.newDirectoryStream(folder, "*.eml")) {
                for (Path mail : mails) {
                    String text = Files.readString(mail, StandardCharsets.ISO_8859_1);
                    Matcher event = EVENT.matcher(head(text));
                    boolean says = event.find();
                    if (about.test(says ? event.group(1) : "", text.getBytes(StandardCharsets.ISO_8859_1))) {
                        theirs.add(mail);
                    } else if (!says) {
                        unknown++;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Found(theirs, unknown);
    }

    private static String head(String mail) {
        return mail.split("\r?\n\r?\n", 2)[0];
    }

    static void remove(Path mail) {
        try {
            Files.deleteIfExists(mail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
