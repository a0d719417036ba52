package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes that are well, however unusual they are written: a finding would keep somebody's flows away. */
class SoundRoutesTest {
    @TempDir
    Path folder;

    private static final String QUEUE_FLOW = """
            - route:
                id: team
                description: Takes messages of a queue
                from:
                  uri: jms:queue:stripe.refunds?transacted=true
                  steps:
            """;

    /** At the top of a file, for the routes of that file; or in a route configuration. */
    private static final String ON_EXCEPTION = """
            - onException:
                id: mend
                exception: [java.lang.Exception]
                handled: {constant: 'true'}
                steps:
                  - choice:
                      when:
                        - simple: "${header.x} == 1"
                          steps:
                            - wireTap: {uri: 'log:tap'}
                      otherwise:
                        steps:
                          - to: {id: to-mend, uri: 'file:mend'}
            """;

    private static final String NAMED = "- setHeader: {name: mailTemplate, constant: charge-refunded}\n";
    private static final String MAIL = "- to: {id: x, uri: 'jms:queue:stripe.mail'}\n";

    private static String sql(String statement) {
        return "- to:\n    id: x\n    uri: sql\n    parameters:\n      noop: true\n      query: |-\n"
                + statement.indent(8);
    }

    private static String choice(String... conditions) {
        return Stream.of(conditions)
                .map(condition -> "      - %s\n        steps: [log: x]\n".formatted(condition))
                .collect(Collectors.joining("", "- choice:\n    when:\n", ""));
    }

    /** At the end of the flow. */
    static List<String> steps() {
        return List.of(
                "- log: x\n",
                "- to: {id: x, uri: 'jms:topic:stripe.all'}\n",
                "- setBody: {method: {ref: mailModel, method: process}}\n",
                "- setBody: {method: {beanType: java.util.UUID, method: randomUUID}}\n",
                "- setBody: {constant: ''}\n",
                "- setHeader: {name: mailTemplate, constant: '{{tpl:charge-refunded}}'}\n",
                "- setHeader: {name: mailTemplate, simple: 'charge-${header.which}'}\n",
                "- log: {message: x, description: 'Set {{archive.queue}} to move it'}\n",
                "- to: {id: x, uri: 'direct:not-yet', disabled: true}\n",
                "- wireTap: {uri: 'jms:queue:x', disabled: true}\n",
                "- enrich: {simple: \"sql:SELECT charge, 1 FROM stripe.refund WHERE charge = 'x'\"}\n",
                "- recipientList: {simple: \"jms:queue:${header.x.replace('a','b')}\"}\n",
                "- toD: {id: x, uri: 'jms:queue:x.${variable.event?.[account]}'}\n",
                "- to: {id: x, uri: 'jms:queue:a?timeToLive=60s'}\n",
                "- split: {tokenize: {token: ','}, streaming: '{{on:true}}', steps: [log: x]}\n",
                // what the type is compared with may be known later
                "- filter: {simple: \"${header.stripeEventType} == '{{my.type:payout.paid}}'\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} in '{{types:payout.paid,payout.failed}}'\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} == '${header.wanted}'\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} != ''\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} regex '{{rx:charge.*}}'\", steps: [log: x]}\n",
                // bodies that are no text any more, or of which a text may be asked
                "- log: '${body.length()} ${body.toUpperCase()} ${body}'\n",
                "- unmarshal: {json: {}}\n- log: '${body[id]}'\n",
                "- split: {tokenize: {token: ','}, steps: [log: '${body.x}']}\n",
                "- filter: {constant: 'true', steps: [setBody: {simple: '${variable.event}'}]}\n- log: '${body[id]}'\n",
                "- log: '${variable.event[id]} ${body?.length()}'\n",
                // where it is set, or may be
                NAMED + MAIL,
                "- setHeader: {name: MAILTEMPLATE, simple: 'charge-${header.which}'}\n" + MAIL,
                "- setHeaders: {headers: [{name: mailTemplate, constant: charge-refunded}]}\n" + MAIL,
                "- filter: {simple: '${header.stripeLivemode}', steps: [setHeader: {name: mailTemplate, constant: charge-refunded}]}\n"
                        + MAIL,
                "- setHeader: {name: '${header.which}', constant: charge-refunded}\n" + MAIL,
                "- process: {ref: mailModel}\n" + MAIL,
                "- choice:\n    when:\n      - simple: '${header.stripeLivemode}'\n        steps:\n" + NAMED.indent(10)
                        + "    otherwise:\n      steps: [stop: {}]\n" + MAIL,
                // no settings of the gateway
                "- to: {id: x, uri: 'jms:queue:{{camel.jms.queue.errors:a}}'}\n",
                // what may still come, or comes to another branch
                choice(
                        "simple: \"${header.stripeEventType} regex '(charge[.].*|refund[.].*)'\"",
                        "simple: \"${header.stripeEventType} contains 'refund'\"",
                        "simple: \"${header.stripeEventType} != 'invoice.paid'\""),
                // a branch beside the flow needs no otherwise
                choice("simple: \"${header.stripeEventType} == 'charge.refunded'\""),
                choice("header: vip", "variable: vip", "exchangeProperty: vip"),
                choice(
                        "simple: \"${header.stripeEventType} == 'charge.refunded' && ${header.stripeLivemode} == true\"",
                        "simple: \"${header.stripeEventType} == 'charge.refunded'\""),
                // bodies that are no Map any more
                "- unmarshal: {json: {}}\n- step: {steps: [marshal: {json: {}}]}\n- to: {id: x, uri: 'jms:queue:x'}\n",
                "- unmarshal: {json: {}}\n- choice:\n    when:\n      - {simple: '${body} == 1', steps: [setBody: {constant: a}]}\n"
                        + "    otherwise: {steps: [setBody: {constant: b}]}\n- to: {id: x, uri: 'jms:queue:x'}\n",
                "- unmarshal: {json: {}}\n- to: {id: x, uri: 'jms:queue:x', variableSend: raw}\n",
                "- unmarshal: {json: {}}\n- to: {id: x, uri: 'jms:queue:x?jmsMessageType=Text'}\n",
                // statements that write nothing else
                sql("SELECT charge FROM stripe.refund FOR NO KEY UPDATE OF refund"),
                sql("SELECT charge FROM stripe.refund FOR  UPDATE SKIP LOCKED"),
                sql(
                        "INSERT INTO stripe.refund (charge) VALUES ('update me') ON CONFLICT (charge) DO UPDATE SET charge = 'x'"),
                sql("WITH old AS (SELECT 1) INSERT INTO \"stripe\".\"refund\" AS known (charge) SELECT 'x' FROM old"),
                sql(
                        "SELECT 'tollgate.inbox', my_tollgate.id FROM tollgate.stripe.refund AS my_tollgate /* tollgate.inbox */"),
                sql("DELETE FROM accounting.entry -- delete from nowhere"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepOfAFlow(String steps) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("step", steps);

        assertThat(example.check(folder)).as(steps).isEmpty();
    }

    /** Behind a queue all of Camel may be used, also in a flow that only it calls. */
    static List<String> behindAQueue() {
        return List.of(
                QUEUE_FLOW + "        - to: {id: out, uri: 'file:out?fileName=a'}\n",
                // texts that begin like the name of a bean
                QUEUE_FLOW
                        + "        - to: {id: out, uri: file, parameters: {directoryName: 'out', fileName: '#in'}}\n",
                QUEUE_FLOW + "        - to: {id: out, uri: 'http://localhost/?color=#fff'}\n",
                QUEUE_FLOW + "        - to: {id: out, uri: 'log:x?marker=#billing'}\n",
                // no text any more, or perhaps
                QUEUE_FLOW + "        - filter: {simple: \"${header.kind} == 'map'\", steps: [log: '${body[id]}']}\n",
                QUEUE_FLOW.replace("transacted=true", "mapJmsMessage=false") + "        - log: '${body[id]}'\n",
                QUEUE_FLOW
                        + "        - to: {id: out, uri: 'jms:queue:a', pattern: InOut}\n        - log: '${body[id]}'\n",
                // whatever somebody else sends may be no text
                QUEUE_FLOW.replace("stripe.refunds", "crm.orders") + "        - log: '${body[zip]}'\n",
                QUEUE_FLOW + "        - wireTap: {uri: 'log:tap'}\n",
                QUEUE_FLOW + "        - filter: {simple: \"${header.JMSType} == 'nightly-report'\", steps: [log: x]}\n",
                QUEUE_FLOW + "        - to: {id: out, uri: 'smtps://host?username=u&password=RAW(se&cret)&to=a@b'}\n",
                QUEUE_FLOW + "        - to: {id: help, uri: direct:other}\n"
                        + "- route:\n    id: other\n    description: y\n    from:\n      uri: direct:other\n"
                        + "      steps: [to: {id: out, uri: 'file:out'}]\n",
                QUEUE_FLOW.replace("    from:", "    routeConfigurationId: dead\n    from:")
                        + "        - log: x\n"
                        + "- routeConfiguration:\n    id: dead\n    errorHandler: {deadLetterChannel: {deadLetterUri: 'direct:dead'}}\n"
                        + "- route:\n    id: dead\n    description: y\n    from:\n      uri: direct:dead\n      steps: [log: x]\n",
                ON_EXCEPTION + QUEUE_FLOW + "        - log: x\n",
                QUEUE_FLOW.replace("    from:", "    routeConfigurationId: mend\n    from:")
                        + "        - log: x\n"
                        + "- routeConfiguration:\n    id: mend\n    onException:\n"
                        + ON_EXCEPTION.indent(6),
                "- route:\n    id: files\n    description: y\n    from:\n      uri: file:in?delay=1m&initialDelay=5s\n"
                        + "      steps: [log: x]\n");
    }

    @ParameterizedTest
    @MethodSource("behindAQueue")
    void aFileOfItsOwn(String text) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("team.camel.yaml", text);

        assertThat(example.check(folder)).as(text).isEmpty();
    }

    @Test
    void aHeaderFromTheFlowThatCallsAndFromTheOneThatIsCalled() throws Exception {
        for (String[] steps : new String[][] {{NAMED, MAIL, ""}, {"", NAMED, MAIL}}) {
            ExampleFolder example = new ExampleFolder();
            example.put("step", steps[0] + "- to: {id: to-other, uri: 'direct:other'}\n" + steps[2]);
            example.put(
                    "other.camel.yaml",
                    "- route:\n    id: other\n    description: y\n    from:\n      uri: direct:other\n      steps:\n"
                            + steps[1].indent(8));

            assertThat(example.check(folder)).isEmpty();
        }
    }

    /** Behind {@code stripe.mail} a team may have what it likes; and a message may bring its header along. */
    @Test
    void mailsThatNeedNoHeader() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("step", MAIL);
        example.put("team.camel.yaml", QUEUE_FLOW.replace("stripe.refunds", "stripe.mail") + "        - log: x\n");
        assertThat(example.check(folder)).isEmpty();

        example = new ExampleFolder();
        example.put("team.camel.yaml", QUEUE_FLOW + MAIL.indent(8));
        assertThat(example.check(folder)).isEmpty();
    }

    static List<String> templates() {
        return List.of(
                "Subject: {{{body.amount}}}{{#body.customer}} from {{{body.customer}}}{{/body.customer}}\nX-Priority: 1\n\nx",
                "{{! ours }}\nTo: {{customer.name}} <{{customer.email}}>, {{tollgate.mail.finance}}; \"A, B\" <a+{{object.id}}@example.com>\n"
                        + "Cc: {{#test}}a@example.com{{/test}}{{^test}}b@example.com{{/test}}\nSubject: x\n \nx",
                "{{#object.email}}\nTo: {{object.email}}\n{{/object.email}}\nsubject: x\npriority: {{#test}}low{{/test}}\n\nx",
                "{{> head}}\n\nx {{> head.mustache}}",
                "Subject: x\n\n{{#object.lines.data}}{{description}} {{price.nickname}} {{money.amount}}{{/object.lines.data}}",
                "Subject: x\n\n{{#event.data}}{{#object}}{{id}}{{anything}}{{/object}}{{/event.data}}",
                "Subject: x\n\n{{#customer}}{{name}} {{email}} {{id}} {{.}} {{money.amount}}{{/customer}}",
                "Subject: x\n\n{{#tollgate.mail.absent}}{{tollgate.mail.absent}}{{/tollgate.mail.absent}}{{tollgate.mail.from}}",
                "Subject: x\n\n{{{variables.event.data.object.amount}}} {{headers.stripeEventId}} {{& link}} {{ id }}",
                "Subject: x\n\n{{=<% %>=}} <% nosuch %> {{ nosuch }}",
                // no mails: what another step fills in, and what nobody names
                "{ \"a\": \"{{{body.x}}}\" }",
                "Hello: {{{body.x}}}\n");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplate(String text) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("templates/charge-refunded.mustache", text);
        example.put("templates/charge-refunded.html.mustache", "<p>{{customer}} {{> foot.html}}</p>");
        if (text.contains("{{> head")) {
            example.put("templates/head.mustache", "Subject: {{id}} {{anything}}");
        }
        example.put("templates/foot.html.mustache", "{{any.thing}}");

        assertThat(example.check(folder)).as(text).isEmpty();
    }

    @Test
    void filesBesideTheRoutes() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("README.md", "Ours");
        example.put("tables/README.md", "Ours");
        example.put("templates/footer.mustache", "Bye\n");
        example.put("templates/charge-refunded.mustache", "Subject: x\n\n{{> footer}}\n");
        example.put("tables/R__a-table.sql", "CREATE TABLE IF NOT EXISTS c (id text); -- create table d (id text)");
        example.put("tables/R__b-function.sql", """
                -- BEGIN; COMMIT;
                CREATE OR REPLACE FUNCTION stripe.f() RETURNS int LANGUAGE plpgsql AS $body$
                BEGIN; -- COMMIT
                  RETURN 1;
                END;
                $body$;
                CREATE OR REPLACE FUNCTION stripe.g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
                DO $$ BEGIN PERFORM 1; END $$;
                CREATE TABLE IF NOT EXISTS stripe.w ("begin" text DEFAULT '; COMMIT;', "end" text DEFAULT E'\\'; VACUUM;');
                COMMENT ON TABLE stripe.w IS 'it''s; ROLLBACK';
                """);
        example.put("tables/sub/R__b.sql", "CREATE FOREIGN TABLE stripe.f (id text) SERVER s;");
        example.put(
                "step",
                sql("INSERT INTO stripe.c (id) SELECT id FROM stripe.f")
                        + sql("DELETE FROM stripe.f").replace("id: x", "id: y"));

        assertThat(example.check(folder)).isEmpty();
    }

    @Test
    void whatReceiveConfiguresIsNotForTheFlows() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put(
                "receive.camel.yaml",
                "- routeConfiguration:\n    onException:\n" + ON_EXCEPTION.indent(6)
                        + "- route:\n    id: receive\n    from:\n      uri: platform-http:/x\n      steps: [log: x]\n");

        assertThat(example.check(folder)).isEmpty();
    }

    @Test
    void noSettingIsPrinted() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put(
                "step",
                "- to: {id: x, uri: 'jms:queue:x?concurrentConsumers={{secret:hunter2}}'}\n"
                        + "- setBody: {simple: '${bean:{{other:hunter3}}.x}'}\n");

        assertThat(example.check(folder).toString()).doesNotContain("hunter2", "hunter3");
    }
}
