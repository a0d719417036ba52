package io.tollgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditCsvTest {
    private static String line(String subject) {
        return AuditCsv.line(new AuditEntry(7, Instant.EPOCH, "zoe", "host:desk", "PAUSED", subject, ""));
    }

    @Test
    void eachLineIsOneAndEachCellIsInQuotes() {
        assertThat(AuditCsv.head()).isEqualTo("\"id\",\"at\",\"who\",\"origin\",\"act\",\"subject\",\"what\"\r\n");
        assertThat(line("say \"hi\",\r\nthen"))
                .isEqualTo(
                        "\"7\",\"1970-01-01T00:00:00Z\",\"zoe\",\"host:desk\",\"PAUSED\",\"say \"\"hi\"\",\\r\\nthen\",\"\"\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "=1+1                | '=1+1",
                "+1                  | '+1",
                "-1                  | '-1",
                "@SUM(A1)            | '@SUM(A1)",
                "＝1                  | '＝1",
                "~  =1~              | ~  '=1~",
                "~\t=1~              | ~\\t=1~",
                "x;=cmd|x;'=cmd",
                "x, @a               | x, '@a",
                "a=b                 | a=b",
                "evt_1-2             | evt_1-2"
            })
    void noCellBeginsAFormula(String text, String cell) {
        assertThat(line(text)).contains(",\"" + cell + "\",");
    }

    @Test
    void aQuoteInFrontHidesNoFormula() {
        assertThat(line("\"=1")).contains(",\"\"\"'=1\",");
    }
}
