package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void aCellIsOneLineAndObeyedByNoTerminal() {
        StringWriter out = new StringWriter();

        new Table("id", "error")
                .row("evt_1", "a\nb\u001b[2J\u009b2J\u202egnp\u2028\u0085")
                .row("evt_2", null)
                .print(new PrintWriter(out, true));

        assertThat(out).hasToString("""
                id     error
                evt_1  a\\nb\\u001b[2J\\u009b2J\\u202egnp\\u2028\\u0085
                evt_2
                """);
    }
}
