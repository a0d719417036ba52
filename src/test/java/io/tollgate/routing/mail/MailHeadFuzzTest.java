package io.tollgate.routing.mail;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever text an event or a message's properties bring along: the mail has the headers of its template, each once, and no
 * line that is longer than a mail's may be. The inputs are texts, with U+001F between them.
 */
class MailHeadFuzzTest {
    /** Started by the first run: what is loaded before Jazzer comes is not seen by it. */
    private static ShippedMails mails;

    @AfterAll
    static void stop() throws Exception {
        if (mails != null) {
            mails.close();
        }
    }

    @DictionaryEntries({
        "\\x0D\\x0A",
        "\\x0A\\x0A",
        "\\x0ABcc: a@b",
        "\\x1F",
        "Subject: ",
        "=?utf-8?q?=0D=0ABcc:_a@b?=",
        "\\xE2\\x80\\xA8",
        "\\xE2\\x80\\xAE",
        "\\xC2\\x85",
        "{{{body.id}}}",
        "=?utf-8?b?DQo=?=",
        "\\x00",
        "X-Priority: 1",
        "jpy",
        "<a@b>",
        "\\xF0\\x9F\\x9A\\x80"
    })
    @FuzzTest(maxDuration = "10m")
    void hasTheHeadersOfItsTemplateOnly(byte[] input) throws Exception {
        if (mails == null) {
            mails = new ShippedMails();
        }
        String[] texts = Arrays.copyOf(new String(input, StandardCharsets.UTF_8).split("\u001f", 8), 8);
        for (String template : ShippedMails.TEMPLATES) {
            mails.check(template, texts);
        }
    }
}
