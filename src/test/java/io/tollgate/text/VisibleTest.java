package io.tollgate.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VisibleTest {
    static Stream<Character> obeyed() {
        Stream<Character> ranges = Stream.of("\0\u001f", "\u007f\u009f", "\u200b\u200f", "\u2028\u202e", "\u2060\u2064")
                .flatMap(range -> range.chars().boxed().reduce((from, to) -> from << 16 | to).stream())
                .flatMap(range -> Stream.iterate(range >> 16, c -> c <= (range & 0xffff), c -> c + 1))
                .map(c -> (char) c.intValue());
        return Stream.concat(
                ranges,
                "\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad\ud83d\ude80".chars().mapToObj(c -> (char) c));
    }

    @ParameterizedTest
    @MethodSource("obeyed")
    void whatATerminalObeysIsAnEscape(char character) {
        String shown = Visible.of("a" + character + "b");

        assertThat(shown).matches("a\\\\(n|r|t|u[0-9a-f]{4})b");
        assertThat(Visible.of(shown)).isSameAs(shown);
    }

    @Test
    void anEscapeNamesTheCharacter() {
        assertThat(Visible.of("\u001b[2J \u009b2J \u202egpj \u2028 \n\r\t"))
                .isEqualTo("\\u001b[2J \\u009b2J \\u202egpj \\u2028 \\n\\r\\t");
        assertThat(Visible.of("tag \udb40\udc01 half \ud83d")).isEqualTo("tag \\udb40\\udc01 half \\ud83d");
    }

    @Test
    void allElseStaysAsItIs() {
        for (String text :
                new String[] {"", "J\u00fcrgen \ud83d\ude80 \u5b57 \u0645\u0631\u062d\u0628\u0627 \\u202e", null}) {
            assertThat(Visible.of(text)).isSameAs(text);
        }
    }

    @Test
    void aTerminalKeepsItsLinesAndJsonItsMeaning() throws Exception {
        StringWriter terminal = new StringWriter();
        String text = "a\u202e\u009b\n\"";

        PrintWriter out = VisibleWriter.to(terminal);
        out.println("one\u001b[2J");
        out.println(new ObjectMapper().writeValueAsString(text));

        String[] lines = terminal.toString().split("\n");
        assertThat(lines).hasSize(2).allMatch(line -> line.matches("\\p{ASCII}+"));
        assertThat(lines[0]).isEqualTo("one\\u001b[2J");
        assertThat(new ObjectMapper().readValue(lines[1], String.class)).isEqualTo(text);
    }
}
