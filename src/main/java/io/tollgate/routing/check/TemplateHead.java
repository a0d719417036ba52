package io.tollgate.routing.check;

import io.tollgate.routing.mail.MailAddresses;
import io.tollgate.routing.mail.MailHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines above the blank line of a mail's template. */
final class TemplateHead {
    private static final Pattern LINE = Pattern.compile("\\s*([^:{}]*?)\\s*:(.*)");
    private static final Pattern BLANK = Pattern.compile("\\n(?=[ \\t]*\\n)");
    private static final List<String> NAMES = new ArrayList<>(MailHead.ADDRESSES);

    static {
        NAMES.addAll(MailHead.OTHERS);
    }

    private final String file;
    private final String text;
    private final Findings findings;
    private boolean hasSubject;

    TemplateHead(String file, String text, Findings findings) {
        this.file = file;
        this.text = text.replace("\r\n", "\n");
        this.findings = findings;
    }

    /** Whether the first line is meant for a head, though no flow is known to name the file. */
    boolean isLikely() {
        Matcher line =
                LINE.matcher(TemplateTag.withoutSections(text).stripLeading().split("\n", 2)[0]);
        return line.matches() && MailHead.known(line.group(1)) != null;
    }

    void check() {
        Matcher blank = BLANK.matcher(text);
        if (!blank.find()) {
            add(
                    0,
                    "There is no blank line between the head and the text of this mail; add one below the last head line");
            return;
        }
        int at = 0;
        for (String line : text.substring(0, blank.start()).split("\n")) {
            check(at, line);
            at += line.length() + 1;
        }
        if (!hasSubject) {
            add(0, "The head of this mail has no line Subject; add Subject: and what the mail is about");
        }
    }

    private void check(int at, String line) {
        String written = TemplateTag.withoutSections(line);
        // what a partial brings along is not known here
        hasSubject |= written.contains("{{>") || written.contains("{{=");
        Matcher parts = LINE.matcher(written);
        String name = parts.matches() ? MailHead.known(parts.group(1)) : null;
        if (name != null) {
            hasSubject |= name.equals("Subject");
            value(at, name, parts.group(2), written.equals(line));
        } else if (!written.isBlank() && !written.strip().matches("\\{\\{[>=].*")) {
            String wrong = parts.matches() ? parts.group(1) : written.strip();
            add(
                    at,
                    "'" + wrong + "' is no head line of a mail" + NearMatch.question(wrong, NAMES)
                            + " Above the blank line may stand " + String.join(", ", NAMES) + ".");
        }
    }

    private void value(int at, String name, String value, boolean isWhole) {
        if (MailHead.ADDRESSES.contains(name) && isWhole && !value.contains("{{>")) {
            MailAddresses.wrongInTemplate(value)
                    .ifPresent(why -> add(
                            at,
                            "The line " + name + " has something that is no mail address (" + why
                                    + "); write finance@example.com, or \"Finance, Europe\" <finance@example.com>"));
        }
        if (name.equals("Priority")
                && isWhole
                && !value.contains("{{")
                && !MailHead.PRIORITIES.containsKey(value.strip().toLowerCase(Locale.ROOT))) {
            add(at, "Priority is high, normal or low; correct it");
        }
    }

    private void add(int at, String message) {
        findings.add(Rule.MAIL_HEAD, TemplateTag.place(file, text, at), message);
    }
}
