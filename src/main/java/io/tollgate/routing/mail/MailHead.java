package io.tollgate.routing.mail;

import io.tollgate.routing.queue.UnsendableMessage;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a mail, as its template says.
 *
 * @param headers that go out as they are, such as {@code Subject}
 * @param addresses by their head line
 */
public record MailHead(Map<String, String> headers, Map<String, List<InternetAddress>> addresses) {
    /** The head lines with addresses. */
    public static final List<String> ADDRESSES = List.of("To", "Cc", "Bcc", "Reply-To", "From");

    /** The others. */
    public static final List<String> OTHERS = List.of("Subject", "Priority", "X-Priority", "Importance");

    /** What {@code Priority} may say, and as which {@code X-Priority} readers of mails know it. */
    public static final Map<String, String> PRIORITIES = Map.of("high", "1", "normal", "3", "low", "5");

    private static final Set<String> RECIPIENTS = Set.of("To", "Cc", "Bcc");
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z-]+)[ \t]*:(.*)");

    /** A line of a mail has 998 bytes at most (RFC 5322), and a list of mails shows far fewer. */
    private static final int LONGEST = 200;

    /**
     * @param marked the lines, with {@link Marks}
     * @throws UnsendableMessage which names the line, for one that is none
     */
    static MailHead of(String marked, MailTemplate template) {
        MailHead head = new MailHead(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String line : marked.split("\n")) {
            Matcher parts = LINE.matcher(line);
            String name = parts.matches() ? known(parts.group(1)) : null;
            if (name != null) {
                head.add(name, parts.group(2), template);
            } else if (!Marks.removed(line).isBlank()) {
                throw new UnsendableMessage(template.file() + ": only the lines " + String.join(", ", ADDRESSES) + ", "
                        + String.join(", ", OTHERS) + " may stand above the blank line; correct the others");
            }
        }
        if (!head.headers.containsKey("Subject")) {
            throw new UnsendableMessage(template.file() + ": a mail template begins with lines such as Subject: …,"
                    + " then comes a blank line and the text; add the line Subject");
        }
        head.checkRecipients(template);
        return head;
    }

    /** As it is written here, in whatever letters it is there; null when it is none. */
    public static String known(String name) {
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ADDRESSES.forEach(known -> names.put(known, known));
        OTHERS.forEach(known -> names.put(known, known));
        return names.get(name);
    }

    private void add(String name, String marked, MailTemplate template) {
        if (ADDRESSES.contains(name)) {
            try {
                addresses.computeIfAbsent(name, any -> new ArrayList<>()).addAll(AddressLine.of(marked));
            } catch (AddressException e) {
                throw new UnsendableMessage(
                        template.placeOf(name) + ": the line " + name + " cannot be used: " + e.getMessage());
            }
            if (name.equals("From") && addresses.get(name).size() > 1) {
                throw new UnsendableMessage(template.placeOf(name) + ": a mail is From one address; remove the others");
            }
            return;
        }
        String value = readAsItIs(OneLine.of(Marks.removed(marked), LONGEST));
        if (!name.equals("Priority")) {
            headers.put(name, value);
        } else if (PRIORITIES.containsKey(value.toLowerCase(Locale.ROOT))) {
            headers.put("X-Priority", PRIORITIES.get(value.toLowerCase(Locale.ROOT)));
            headers.put("Importance", value.toLowerCase(Locale.ROOT));
        }
    }

    /** Whoever is not named is not written to: not even the finance address, if the line {@code To} is there. */
    private void checkRecipients(MailTemplate template) {
        boolean isNobody = RECIPIENTS.stream()
                .allMatch(name -> addresses.getOrDefault(name, List.of()).isEmpty());
        if (addresses.containsKey("To") && isNobody) {
            throw new UnsendableMessage(
                    template.placeOf("To") + ": the line To names nobody for this event, so there is no recipient");
        }
    }

    /** What looks like an encoded word (RFC 2047) would be decoded, to any character at all. */
    static String readAsItIs(String text) {
        return text.replace("=?", "= ?");
    }
}
