package io.tollgate.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is left of an exception's message: its code and its place, and nothing of a payload. */
class ReasonTest {
    private static final String VALUE = "Jane \"Di\" O'Neil, jane.doe@example.com {card: 4242 4242 4242 4242}";
    private static final List<String> SECRETS = List.of("Jane", "Di", "Neil", "jane", "doe", "example.com", "4242");

    private static JdbcTemplate jdbc;

    @BeforeAll
    static void createTables() {
        DataSource database = TestDatabase.open(TestDatabase.newDatabase());
        jdbc = new JdbcTemplate(database);
        jdbc.execute("CREATE TABLE parent (id integer PRIMARY KEY)");
        jdbc.execute("""
                CREATE TABLE note (
                    id text CONSTRAINT note_once PRIMARY KEY, short varchar(3), amount integer, paid date, must text NOT NULL,
                    parent integer CONSTRAINT note_parent REFERENCES parent, kind text CONSTRAINT kind_known CHECK (kind = 'a'))""");
        jdbc.execute("""
                CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NEW.kind = 'raise' THEN
                        RAISE EXCEPTION 'no note for % in the "%" shop', NEW.id, NEW.must
                            USING DETAIL = NEW.id, HINT = NEW.id;
                    END IF;
                    RETURN NEW; END $$""");
        jdbc.execute("CREATE TRIGGER guard BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION guard()");
        jdbc.update("INSERT INTO note (id, must) VALUES (?, 'x')", VALUE);
    }

    private static String payload(Object value) throws Exception {
        return new ObjectMapper()
                .writeValueAsString(Map.of("object", "event", "data", Map.of("object", Map.of("note", value))));
    }

    private static String reason(Throwable failure, String payload) {
        String reason = Reason.of(failure, List.of(payload.getBytes(StandardCharsets.UTF_8)));
        assertThat(reason).hasSizeLessThanOrEqualTo(501).doesNotContain("\n");
        return reason;
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        CAST(? AS bigint)                                 => 22P02: invalid input syntax for type bigint: "…"
        CAST(? AS date)                                   => 22007: invalid input syntax for type date: "…"
        CAST(? AS jsonb)                                  => 22P02: invalid input syntax for type json
        CAST(? || '1' AS numeric(3))                      => 22P02: invalid input syntax for type numeric: "…"
        CAST('999999999999' || left(?, 0) AS integer)     => 22003: value "…" is out of range for type integer
        CAST('2026-99-99' || left(?, 0) AS date)          => 22008: date/time field value out of range: "…"
        """)
    void aValueThatPostgresqlCannotReadIsNotRepeated(String expression, String expected) throws Exception {
        Throwable failure = catchThrowable(() -> jdbc.queryForList("SELECT " + expression, VALUE));

        assertThat(reason(failure, payload(VALUE)))
                .startsWith("PSQLException " + expected)
                .doesNotContain(SECRETS);
        assertThat(Reason.of(failure)).as("without knowing the payload").doesNotContain(SECRETS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        id, must                | 'x'               | 23505: duplicate key value violates unique constraint note_once (schema public, table note, constraint note_once)
        must, id                | NULL              | 23502: null value in column id of relation note violates not-null constraint (schema public, table note, column id)
        must, kind, id          | 'b', 'c'          | 23514: new row for relation note violates check constraint kind_known (schema public, table note, constraint kind_known)
        must, parent, id        | 4242, 'c'         | 23503: insert or update on table note violates foreign key constraint note_parent (schema public, table note, constraint note_parent)
        short, must, id         | 'x', 'c'          | 22001: value too long for type character varying(3)
        """)
    void aConstraintKeepsTheNamesAndNoValue(String columns, String values, String expected) throws Exception {
        String sql = "INSERT INTO note (%s) VALUES (CAST(? AS text), %s)".formatted(columns, values);
        Throwable failure = catchThrowable(() -> jdbc.update(sql, VALUE));

        assertThat(reason(failure, payload(VALUE))).isEqualTo("PSQLException " + expected);
    }

    @Test
    void whatATriggerRaisesKeepsItsTextAndItsLine() throws Exception {
        Throwable failure = catchThrowable(
                () -> jdbc.update("INSERT INTO note (id, must, kind) VALUES (?, ?, 'raise')", VALUE + "2", "East"));

        assertThat(reason(failure, payload(VALUE)))
                .startsWith("PSQLException P0001: no note for …")
                .endsWith("(function guard line 3)")
                .doesNotContain(SECRETS)
                .doesNotContain("East");
        Throwable plain = catchThrowable(
                () -> jdbc.update("INSERT INTO note (id, must, kind) VALUES ('Jane Doe', 'x', 'raise')"));
        assertThat(reason(plain, payload("Jane Doe")))
                .contains("no note for … in the")
                .doesNotContain("Doe");
    }

    @Test
    void whatIsMissingOrMisspeltIsNamed() throws Exception {
        String payload = payload("https://checkout.stripe.com/c/pay");
        Throwable table = catchThrowable(() -> jdbc.queryForList("SELECT * FROM stripe.checkout_session"));
        Throwable column = catchThrowable(() -> jdbc.queryForList("SELECT amount_total FROM note"));
        Throwable ofAPayload = catchThrowable(() -> jdbc.queryForList("SELECT id FROM note WHERE id = Janedoe"));

        assertThat(reason(table, payload))
                .isEqualTo("PSQLException 42P01: relation \"stripe.checkout_session\" does not exist (position 15)");
        assertThat(reason(column, payload)).contains("42703: column \"amount_total\" does not exist");
        assertThat(reason(ofAPayload, payload("Janedoe"))).contains("42703: column \"…\" does not exist");
    }

    @Test
    void whatTheDriverCannotReadIsNotRepeated() throws Exception {
        Throwable failure = catchThrowable(() -> jdbc.queryForObject("SELECT CAST(? AS text)", Long.class, "Jane Doe"));

        assertThat(reason(failure, payload("Jane Doe")))
                .startsWith("PSQLException 22")
                .doesNotContain("Jane");
        assertThat(Reason.of(failure)).doesNotContain("Jane");
    }

    static Stream<Throwable> conversions() {
        return Stream.of(
                catchThrowable(() -> Long.valueOf(VALUE)),
                catchThrowable(() -> new BigDecimal(VALUE)),
                catchThrowable(() -> LocalDate.parse(VALUE)),
                catchThrowable(() -> new ObjectMapper().readTree("{\"a\": " + VALUE + "}")),
                catchThrowable(() -> new ObjectMapper().readTree("{\"a\": jane}")),
                catchThrowable(() -> new ObjectMapper().readValue("{\"a\":\"jane\"}", Numbers.class)),
                catchThrowable(() -> new ObjectMapper().convertValue(Map.of("a", VALUE), Numbers.class)),
                catchThrowable(() -> exchange(VALUE).getMessage().getMandatoryBody(Integer.class)),
                catchThrowable(() -> exchange(VALUE).getMessage().getMandatoryBody(LocalDate.class)),
                catchThrowable(() -> simple("${body[name]}", VALUE)),
                catchThrowable(() -> simple("${body[data][name]}", Map.of("data", VALUE))),
                catchThrowable(() -> simple("${body.name}", VALUE)),
                catchThrowable(() -> simple("${body[7]}", List.of(VALUE, "jane"))),
                new IllegalStateException("HTTP 400 for <jane@example.com>"),
                new IllegalStateException("Map was {name=jane, a={b=Neil}}"));
    }

    record Numbers(int a) {}

    private static Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static String simple(String expression, Object body) {
        Exchange exchange = exchange(body);
        return exchange.getContext()
                .resolveLanguage("simple")
                .createExpression(expression)
                .evaluate(exchange, String.class);
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void whatALibraryCannotReadIsNotRepeated(Throwable failure) throws Exception {
        assertThat(failure).isNotNull();
        assertThat(reason(failure, payload(List.of(VALUE, "jane"))))
                .matches("[A-Z]\\w+(Exception|Error): .{5,}")
                .doesNotContain(SECRETS);
        assertThat(Reason.of(failure)).as("without knowing the payload").doesNotContain(SECRETS);
    }

    @Test
    void aParserSaysWhere() {
        Throwable failure = catchThrowable(() -> new ObjectMapper().readTree("{\"a\":\n jane}"));

        assertThat(Reason.of(failure)).isEqualTo("JsonParseException: Unrecognized token '…') at line 2, column 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Out of stock in 'East': see \"the wiki\", don't retry", "The customer can't be charged"})
    void whatAStepThrowsKeepsItsOwnText(String text) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").throwException(IllegalStateException.class, text + " ${body}");
                }
            });
            context.start();
            Throwable failure =
                    catchThrowable(() -> context.createProducerTemplate().sendBody("direct:a", "Jane Doe"));

            assertThat(reason(failure, payload("Jane Doe"))).isEqualTo("IllegalStateException: " + text + " …");
        }
    }

    @Test
    void wordsOfThePayloadAreLeftOutInAnyLettersAndForm() throws Exception {
        Throwable failure = new IllegalStateException("Not done for JANE DOE (jane, 424242, \u00c9va, Bo): try later");

        assertThat(reason(failure, payload(List.of("jane doe", 424242, "\u00c9va", "Bo", "usd", true))))
                .isEqualTo("IllegalStateException: Not done for …): try later");
        assertThat(reason(failure, "no JSON: jane doe 424242 \u00c9va Bo")).doesNotContainIgnoringCase("jane");
        String merchants = "{\"metadata\":{\"status\":\"JANE\",\"Doe\":1},\"object\":\"later\"}";
        assertThat(reason(failure, merchants))
                .isEqualTo("IllegalStateException: Not done for …, 424242, \u00c9va, Bo): try later");
    }

    @Test
    void whatNobodyCanCompareIsLeftOut() {
        List<byte[]> many = java.util.Collections.nCopies(9, new byte[1 << 20]);

        assertThat(Reason.of(new IllegalStateException("jane"), many)).isEqualTo("IllegalStateException");
    }

    @Test
    void aHugeValueIsBounded() {
        String huge = "Jane".repeat(50_000);
        for (String message :
                List.of("'" + huge + "' is wrong", "\"" + huge, "No such name: " + huge, huge, "{" + huge)) {
            assertThat(reason(new IllegalArgumentException(message), "{\"name\":\"" + huge + "\"}"))
                    .doesNotContain("Jane");
            assertThat(Reason.of(new IllegalArgumentException(message))).hasSizeLessThanOrEqualTo(501);
        }
    }

    @Test
    void noCharacterIsObeyed() {
        assertThat(Reason.of(new IllegalStateException("a\n \tb\u001b[2J\u009b\u202e\u2028\u0085")))
                .isEqualTo("IllegalStateException: a b\\u001b[2J\\u009b\\u202e\\u2028\\u0085");
    }
}
