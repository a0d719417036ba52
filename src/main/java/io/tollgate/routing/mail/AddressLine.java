package io.tollgate.routing.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The addresses of a head line. How many there are, and whose, the template and the settings say: a value of the event fills
 * the one place where it stands, whatever commas, quotes or brackets are in it.
 */
final class AddressLine {
    private static final int LONGEST_NAME = 200;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._+-]{1,253}");
    private static final Pattern ASCII = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern NAME_WITHOUT_ADDRESS = Pattern.compile("(\"[^\"]*\"|[^,<>\"]*)<\\s*>");

    private final List<String> values;

    private AddressLine(List<String> values) {
        this.values = values;
    }

    /**
     * @param marked what stands behind the colon, with {@link Marks} around the values of the event
     * @throws AddressException without the words of the line, when it has something that is no address
     */
    static List<InternetAddress> of(String marked) throws AddressException {
        AddressLine line = new AddressLine(Marks.values(marked));
        String slots = NAME_WITHOUT_ADDRESS.matcher(Marks.withSlots(marked)).replaceAll("");
        List<InternetAddress> addresses = new ArrayList<>();
        for (InternetAddress address : parsed(slots)) {
            InternetAddress filled = line.filled(address);
            if (filled != null) {
                addresses.add(filled);
            }
        }
        return addresses;
    }

    /** The one address that a value is, with its name if it has one; null when it is none, or several. */
    static InternetAddress one(String value) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(value, true);
            String address = parsed.length == 1 && !parsed[0].isGroup() ? ascii(parsed[0].getAddress()) : "";
            if (!PLAIN.matcher(address).matches()) {
                return null;
            }
            new InternetAddress(address).validate();
            parsed[0].setAddress(address);
            return parsed[0];
        } catch (AddressException e) {
            return null;
        }
    }

    private static InternetAddress[] parsed(String slots) throws AddressException {
        try {
            return MailAddresses.parse(slots);
        } catch (AddressException e) {
            throw new AddressException("they cannot be read as a list of addresses");
        }
    }

    private InternetAddress filled(InternetAddress address) throws AddressException {
        String name = address.getPersonal();
        String whose = address.getAddress();
        int slot = slotOf(whose);
        InternetAddress value = null;
        if (slot >= 0) {
            if (values.get(slot).isBlank()) {
                return null;
            }
            value = one(values.get(slot));
            if (value == null) {
                throw new AddressException("what the event has there is not one mail address");
            }
            whose = value.getAddress();
        } else {
            whose = valid(ascii(inPlace(whose, true)));
        }
        String shown = name == null && value != null ? value.getPersonal() : name == null ? null : inPlace(name, false);
        return named(whose, shown);
    }

    private static InternetAddress named(String address, String name) throws AddressException {
        try {
            InternetAddress named = new InternetAddress();
            named.setAddress(address);
            String shown = name == null ? "" : MailHead.readAsItIs(OneLine.of(name, LONGEST_NAME));
            named.setPersonal(shown.isEmpty() ? null : shown, StandardCharsets.UTF_8.name());
            return named;
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which value is the whole of it; -1 when none is. */
    private int slotOf(String text) {
        for (int i = 0; i < values.size(); i++) {
            if (text.equals(Marks.slot(i))) {
                return i;
            }
        }
        return -1;
    }

    private String inPlace(String text, boolean isAddress) throws AddressException {
        String filled = text;
        for (int i = 0; i < values.size(); i++) {
            if (filled.contains(Marks.slot(i))) {
                if (isAddress && !PART.matcher(values.get(i)).matches()) {
                    throw new AddressException("what the event has there is no part of a mail address");
                }
                filled = filled.replace(Marks.slot(i), values.get(i));
            }
        }
        return filled;
    }

    private static String valid(String address) throws AddressException {
        try {
            if (ASCII.matcher(address).matches()) {
                new InternetAddress(address).validate();
                return address;
            }
        } catch (AddressException e) {
            // said below, without its words
        }
        throw new AddressException("not all of it is mail addresses");
    }

    /** Mail servers know the domain m\u00fcller.example by another name. */
    private static String ascii(String address) {
        int at = address.lastIndexOf('@');
        try {
            return at < 0 ? address : address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
