package io.tollgate.routing.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;

/** Lists of mail addresses in settings: with names or without, between commas or semicolons. */
public final class MailAddresses {
    private static final String OUTSIDE_OF_QUOTES = "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

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

    /** A mail has one sender: the first of the list, or the list as it is when it is none. */
    public static String first(String list) {
        try {
            InternetAddress[] addresses = list == null ? new InternetAddress[0] : parse(list);
            return addresses.length > 1 ? addresses[0].toUnicodeString() : list;
        } catch (AddressException e) {
            return list;
        }
    }

    private static InternetAddress[] parse(String list) throws AddressException {
        return InternetAddress.parse(list.replaceAll(";" + OUTSIDE_OF_QUOTES, ","), false);
    }
}
