package io.tollgate.routing.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lists of mail addresses in settings: with names or without, between commas or semicolons. */
public final class MailAddresses {
    private static final String OUTSIDE_OF_QUOTES = "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private static final Pattern WORD = Pattern.compile("\\{\\{\\{?[^{}]*}}}?");
    /** What a word makes one address with, behind it or in front of it. */
    private static final Pattern PART = Pattern.compile("[@\\w.+-]");

    private MailAddresses() {}

    /** Why it is no list of one address or more; empty when it is. */
    public static Optional<String> wrong(String list) {
        try {
            InternetAddress[] addresses = parse(list);
            for (InternetAddress address : addresses) {
                address.validate();
            }
            return addresses.length > 0 ? Optional.empty() : Optional.of("it has no address");
        } catch (AddressException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Why a head line of a template can be no list of addresses, whatever its words become; empty when it can. */
    public static Optional<String> wrongInTemplate(String line) {
        String filled = WORD.matcher(line).replaceAll(word -> {
            String around = line.substring(Math.max(0, word.start() - 1), word.start())
                    + line.substring(word.end(), Math.min(line.length(), word.end() + 1));
            boolean isPart = PART.matcher(around).find();
            return Marks.around(isPart ? "a" : "a@example.com");
        });
        try {
            AddressLine.of(filled);
            return Optional.empty();
        } catch (AddressException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** A mail has one sender: the first of the list, or the list as it is when it is none. */
    public static String first(String list) {
        try {
            InternetAddress[] addresses = list == null ? new InternetAddress[0] : parse(list);
            return addresses.length > 1 ? addresses[0].toUnicodeString() : list;
        } catch (AddressException e) {
            return list;
        }
    }

    /** Nothing between two commas is no address, and no mistake. */
    static InternetAddress[] parse(String list) throws AddressException {
        String commas = list.replaceAll("(\\s*[;,])+" + OUTSIDE_OF_QUOTES, ",").strip();
        return InternetAddress.parse(commas.replaceFirst("^,", "").replaceFirst(",$", ""), false);
    }
}
