package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.routing.reload.OfflineRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets with one mistake each: exactly that is found, at its line and column. */
class BrokenRoutesTest {
    /** Stands in front of what the finding points to. */
    static final String HERE = "»";

    @TempDir
    Path folder;

    /**
     * @param where as in {@link ExampleFolder#put}
     * @param words of the message
     */
    record Broken(Rule rule, String where, String text, String... words) {
        @Override
        public String toString() {
            return rule.id() + ": " + text.replaceAll("\\s+", " ");
        }
    }

    private static Broken step(Rule rule, String text, String... words) {
        return new Broken(rule, "step", text, words);
    }

    private static Broken router(Rule rule, String text, String... words) {
        return new Broken(rule, "router", text, words);
    }

    private static Broken file(Rule rule, String file, String text, String... words) {
        return new Broken(rule, file, text, words);
    }

    private static Broken branches(Rule rule, String text, String... words) {
        return router(rule, text + "    otherwise: {steps: [process: {ref: unroutedTypes}]}\n", words);
    }

    private static String branch(String condition) {
        return "      - simple: {expression: %s}\n        steps: [to: {id: b%s, uri: 'direct:charge-refunded'}]\n"
                .formatted(condition, Integer.toHexString(condition.hashCode()));
    }

    private static String choice(String... conditions) {
        return "- choice:\n    when:\n"
                + Stream.of(conditions).map(BrokenRoutesTest::branch).collect(Collectors.joining());
    }

    private static Broken table(String sql, String... words) {
        return file(Rule.TABLE_FILE, "tables/R__b.sql", sql, words);
    }

    private static final String NAMED = "- setHeader: {name: mailTemplate, constant: charge-refunded}\n";
    private static final String MAIL = "- to:\n    id: x\n    uri: »jms:queue:stripe.mail\n";

    private static Broken template(Rule rule, String text, String... words) {
        return file(rule, "templates/charge-refunded.mustache", text, words);
    }

    private static String queueFlow(String id, String... steps) {
        return """
                - route:
                    id: %s
                    description: Takes messages of a queue
                    from:
                      uri: jms
                      parameters:
                        destinationType: queue
                        destinationName: stripe.refunds
                        transacted: true
                      steps:
                """.formatted(id) + String.join("", steps).indent(8);
    }

    static Stream<Broken> yaml() {
        return Stream.of(
                file(Rule.YAML_SYNTAX, "team.camel.yaml", "- route:\n    id: a\n»\tfrom: x\n", "TAB"),
                file(Rule.YAML_SYNTAX, "team.camel.yaml", "- route:\n    id: \"a\n    from: x\n»", "end of stream"),
                file(Rule.YAML_SYNTAX, "team.camel.yaml", "- route: {id: a, from: [\n»", "no YAML"),
                file(Rule.YAML_SYNTAX, "receive.camel.yaml", "- route: {id: a, from: [\n»", "no YAML"),
                step(Rule.YAML_SYNTAX, "- log:\n    message: a\n    »message: b\n", "twice"),
                step(Rule.YAML_SCHEMA, "- »tuu:\n    id: x\n    uri: log:x\n", "tuu"),
                step(Rule.YAML_SCHEMA, "- »setHeadr:\n    name: x\n    constant: y\n", "setHeader"),
                step(Rule.YAML_SCHEMA, "- log:\n    message: x\n    »level: INFO\n", "level"),
                step(Rule.YAML_SCHEMA, "- »to:\n    id: x\n", "'uri'"),
                step(Rule.YAML_SCHEMA, "- »setHeader:\n    name: x\n", "an expression"),
                step(Rule.YAML_SCHEMA, "- »setHeader:\n    constant: x\n", "'name'"),
                step(Rule.YAML_SCHEMA, "- »log: {}\n", "'message'"),
                step(Rule.YAML_SCHEMA, "- »to:\n    id: x\n    uri: ''\n", "'uri'"),
                step(Rule.YAML_SCHEMA, "- »stop:\n", "{}"),
                step(Rule.YAML_SCHEMA, "- setBody:\n    »smple: x\n", "did you mean 'simple'"),
                file(
                        Rule.YAML_SCHEMA,
                        "charge-refunded.camel.yaml",
                        "- route:\n    id: x\n    from:\n      uri: direct:charge-refunded\n    »steps:\n      - log: x\n",
                        "below 'from'"),
                file(
                        Rule.YAML_SCHEMA,
                        "team.camel.yaml",
                        "- routeConfiguration:\n    id: x\n    onException:\n      - onException:\n"
                                + "          exception: [java.lang.Exception]\n          steps:\n"
                                + "            - »setHeader:\n                constant: x\n",
                        "'name'"),
                file(Rule.YAML_SYNTAX, "team.camel.yaml", "»- route: &a {id: y, from: *a}\n", "alias"),
                file(
                        Rule.UNSUPPORTED_ITEM,
                        "team.camel.yaml",
                        "- »rest:\n    get:\n      - path: /x\n        to: jms:queue:x\n",
                        "rest"),
                file(Rule.FILE_NAME, "sub/team.camel.yaml", "»- route: {}\n", "folder itself"),
                step(
                        Rule.YAML_SCHEMA,
                        "- split:\n    streaming: »maybe\n    tokenize: {token: ','}\n    steps: [log: x]\n",
                        "true or false"),
                step(Rule.YAML_SCHEMA, "- log:\n    message: x\n    loggingLevel: »LOUD\n", "WARN"),
                file(Rule.YAML_SCHEMA, "team.camel.yaml", "- »route:\n    id: a\n    description: b\n", "'from'"),
                file(
                        Rule.YAML_SCHEMA,
                        "team.camel.yaml",
                        "- route:\n    id: a\n    description: b\n    from:\n      uri: direct:a\n      »step: []\n",
                        "steps"),
                file(Rule.YAML_SCHEMA, "team.camel.yaml", "- »rout:\n    id: a\n", "route"),
                file(Rule.YAML_SCHEMA, "team.camel.yaml", "»route:\n    id: a\n", "list"),
                file(Rule.YAML_SCHEMA, "team.camel.yaml", "»# nothing yet\n", "empty"),
                file(Rule.FILE_NAME, "team.yaml", "»- route: {}\n", "camel.yaml"));
    }

    static Stream<Broken> names() {
        String route = "- %sroute:\n%s    from:\n      uri: jms:queue:x\n      steps:\n        - log: x\n";
        return Stream.of(
                file(
                        Rule.DUPLICATE_ID,
                        "team.camel.yaml",
                        queueFlow("»charge-refunded", "- log: x\n"),
                        "charge-refunded.camel.yaml:2"),
                step(Rule.DUPLICATE_ID, "- log:\n    id: »charge-refunded\n    message: x\n", "too"),
                step(Rule.DUPLICATE_ID, "- to:\n    id: »to-refunds\n    uri: log:x\n", "too"),
                file(Rule.MISSING_ID, "team.camel.yaml", route.formatted("»", "    description: x\n"), "id"),
                file(Rule.MISSING_DESCRIPTION, "team.camel.yaml", route.formatted("»", "    id: x\n"), "description"),
                step(Rule.MISSING_ID, "- »to: log:x\n", "id"),
                step(
                        Rule.UNKNOWN_PLACEHOLDER,
                        "- to:\n    id: x\n    uri: log\n    parameters:\n      loggerName: »'{{my.logger}}'\n",
                        "my.logger"),
                step(Rule.UNKNOWN_COMPONENT, "- to:\n    id: x\n    uri: »jsm:queue:x\n", "did you mean 'jms'"),
                step(
                        Rule.UNKNOWN_OPTION,
                        "- to:\n    id: x\n    uri: jms\n    parameters:\n      destinationType: queue\n"
                                + "      »destinationNam: x\n",
                        "did you mean 'destinationName'"),
                step(Rule.UNKNOWN_OPTION, "- to:\n    id: x\n    uri: »jms:queue:x?priorty=3\n", "priority"),
                step(
                        Rule.INVALID_OPTION,
                        "- »to:\n    id: x\n    uri: jms\n    parameters:\n      destinationType: queue\n",
                        "needs 'destinationName'"),
                step(
                        Rule.INVALID_OPTION,
                        "- to:\n    id: x\n    uri: jms\n    parameters:\n      destinationName: x\n"
                                + "      »deliveryPersistent: often\n",
                        "true or false"),
                step(
                        Rule.INVALID_OPTION,
                        "- to:\n    id: x\n    uri: log\n    parameters:\n      loggerName: x\n      »level: LOUD\n",
                        "one of"),
                step(Rule.UNKNOWN_BEAN, "- process:\n    ref: »mailModell\n", "did you mean 'mailModel'"),
                step(Rule.UNKNOWN_BEAN, "- to:\n    id: x\n    uri: »bean:nosuch\n", "mailModel"),
                step(
                        Rule.UNKNOWN_BEAN,
                        "- filter:\n    ref: {expression: »nosuch}\n    steps: [log: x]\n",
                        "no bean 'nosuch'"),
                step(Rule.INVALID_EXPRESSION, "- setBody:\n    simple:\n      expression: »${nosuch(}\n", "simple"),
                step(
                        Rule.REFUSED_OPTION,
                        "- to:\n    id: x\n    uri: »xslt:file:{{tollgate.routes}}/templates/charge-refunded.mustache?output=file\n",
                        "writes a file"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- filter:\n    expression:\n      jq:\n        expression: ».livemode\n        resultType: Boolean\n"
                                + "    steps: [log: x]\n",
                        "resultType"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- filter:\n    simple:\n      expression: »\"${body} === 'x'\"\n    steps: [log: x]\n",
                        "simple"),
                file(
                        Rule.UNKNOWN_CONFIGURATION,
                        "refunds.camel.yaml",
                        "- routeConfiguration:\n    id: keep-quiet\n    onException:\n      - onException:\n"
                                + "          exception: [java.lang.Exception]\n          steps: [log: x]\n"
                                + "- route:\n    id: refunds\n    description: x\n    routeConfigurationId: »keep-quit\n"
                                + "    from:\n      uri: jms:queue:stripe.refunds\n      steps: [log: x]\n",
                        "did you mean 'keep-quiet'"),
                step(
                        Rule.MISSING_MODULE,
                        "- setBody:\n    datasonnet:\n      expression: »body.id\n",
                        "mvn dependency:copy-dependencies -Plib -Dmodule=camel-datasonnet"),
                step(Rule.MISSING_MODULE, "- »marshal:\n    csv: {}\n", "-Dmodule=camel-csv"),
                step(Rule.MISSING_MODULE, "- »unmarshal:\n    jacksonXml: {}\n", "-Dmodule=camel-jacksonxml"),
                step(Rule.MISSING_MODULE, "- to:\n    id: x\n    uri: »sftp:example.com\n", "-Dmodule=camel-ftp"),
                step(
                        Rule.MISSING_MODULE,
                        "- setBody:\n    method:\n      beanType: com.example.Nowhere\n",
                        "into lib/"));
    }

    static Stream<Broken> filesBesideTheRoutes() {
        String sql = "- to:\n    id: x\n    uri: sql\n    parameters:\n      noop: true\n      query: »%s\n";
        return Stream.of(
                step(
                        Rule.UNKNOWN_TEMPLATE,
                        "- setHeader:\n    name: mailTemplate\n    constant:\n      expression: »charge-refund\n",
                        "did you mean 'charge-refunded'"),
                step(
                        Rule.UNKNOWN_TEMPLATE,
                        "- »to:\n    id: x\n    uri: mustache:file:{{tollgate.routes}}/templates/nosuch.mustache\n",
                        "nosuch.mustache"),
                file(
                        Rule.INVALID_TEMPLATE,
                        "templates/charge-refunded.mustache",
                        "Subject: x\n\n»{{#body.customer}}\nx\n",
                        "Mustache"),
                template(Rule.INVALID_TEMPLATE, "Subject: x\n\n»{{#a}}{{/b}}\n", "Mustache"),
                file(Rule.INVALID_TEMPLATE, "templates/own.html.mustache", "»<p>x</p>\n", "templates/own.mustache"),
                template(Rule.MAIL_HEAD, "Subject: x\n»X-Mailer: y\n\nx\n", "X-Mailer"),
                template(Rule.MAIL_HEAD, "Subject: x\n»Repply-To: a@example.com\n\nx\n", "did you mean 'Reply-To'"),
                template(Rule.MAIL_HEAD, "Subject: x\r\n»Hello\r\n\r\nx\n", "Hello"),
                template(Rule.MAIL_HEAD, "Subject: x\n»{{object.id}}: y\n\nx\n", "no head line"),
                template(Rule.MAIL_HEAD, "»To: a@example.com\n\nx\n", "Subject"),
                template(Rule.MAIL_HEAD, "»Subject: x\nText\n", "blank line"),
                template(Rule.MAIL_HEAD, "Subject: x\n»Cc: a@example.com, billing\n\nx\n", "no mail address", "Cc"),
                template(Rule.MAIL_HEAD, "Subject: x\n»To: {{customer.name}} <a@>\n\nx\n", "no mail address"),
                template(Rule.MAIL_HEAD, "Subject: x\n»From: {{tollgate.mail.finance}}, b\n\nx\n", "no mail address"),
                template(Rule.MAIL_HEAD, "Subject: x\n»Priority: urgent\n\nx\n", "high, normal or low"),
                template(Rule.UNKNOWN_WORD, "Subject: x\n\n »{{{body.amout}}}\n", "did you mean 'amount'"),
                template(Rule.UNKNOWN_WORD, "Subject: »{{monney.x}}\n\nx\n", "did you mean 'money'"),
                template(
                        Rule.UNKNOWN_WORD, "Subject: x\n\n»{{#custommer}}x{{/custommer}}\n", "did you mean 'customer'"),
                template(Rule.UNKNOWN_WORD, "Subject: x\n\n»{{money}}\n", "money.amount"),
                template(Rule.UNKNOWN_WORD, "Subject: x\n\n{{#customer}}»{{nam}}{{/customer}}\n", "no word nam"),
                template(Rule.UNKNOWN_WORD, "Subject: x\n\n»{{customer.mail}}\n", "did you mean 'email'"),
                template(Rule.UNKNOWN_WORD, "Subject: x\n\n{{#test}}»{{amount}}{{/test}}\n", "object.amount"),
                template(
                        Rule.UNKNOWN_PLACEHOLDER,
                        "To: »{{tollgate.mail.biling}}\nSubject: x\n\nx\n",
                        "tollgate.mail.biling"),
                template(Rule.UNKNOWN_PLACEHOLDER, "Subject: »{{setting.no.such}}\n\nx\n", "no.such"),
                template(Rule.SECRET, "Subject: x\n\n»{{setting.spring.datasource.url}}\n", "a setting of its own"),
                template(Rule.SECRET, "Subject: x\n\n»{{setting.crm.token}}\n", "a setting of its own"),
                step(Rule.NO_MAIL_TEMPLATE, MAIL, "mailTemplate"),
                step(Rule.NO_MAIL_TEMPLATE, NAMED + "- removeHeader: {name: mailtemplate}\n" + MAIL, "mailTemplate"),
                step(Rule.NO_MAIL_TEMPLATE, NAMED + "- removeHeaders: {pattern: 'mail*'}\n" + MAIL, "mailTemplate"),
                step(
                        Rule.NO_MAIL_TEMPLATE,
                        "- filter:\n    simple: \"${header.stripeLivemode}\"\n    steps:\n" + MAIL.indent(6),
                        "mailTemplate"),
                step(
                        Rule.NO_MAIL_TEMPLATE,
                        "- choice:\n    when:\n      - simple: \"${header.stripeLivemode}\"\n        steps:\n"
                                + NAMED.indent(10) + "    otherwise:\n      steps:\n        - log: x\n" + MAIL,
                        "mailTemplate"),
                file(
                        Rule.TABLE_FILE,
                        "tables/R__i.sql",
                        "-- not concurrently\n»CREATE INDEX CONCURRENTLY i ON stripe.refund (charge);\n",
                        "CONCURRENTLY"),
                table("»BEGIN;\nCREATE TABLE stripe.b (id text);\n", "BEGIN has no place"),
                table("CREATE TABLE stripe.b (id text);\n/* so */\n»COMMIT;\n", "COMMIT"),
                table("CREATE TABLE stripe.b (id text);\n»start  transaction;\n", "START  TRANSACTION"),
                table("-- BEGIN\n»vacuum stripe.refund;\n", "VACUUM"),
                table("SELECT 'a;\n',\n $$;\n$$;\n»rollback", "ROLLBACK"),
                table("»SAVEPOINT a", "SAVEPOINT"),
                file(Rule.TABLE_FILE, "tables/R__f.SQL", "»CREATE TABLE stripe.b (id text);\n", "R__refund.sql"),
                file(Rule.TABLE_FILE, "tables/refund.sql", "»CREATE TABLE stripe.b (id text);\n", "R__refund.sql"),
                table("»SET LOCAL ROLE postgres", "SET LOCAL ROLE"),
                table("SELECT 1;\n»SELECT set_config('role', 'postgres', false)", "set_config"),
                table("SELECT 1;\n»ALTER TABLE tollgate.inbox ADD COLUMN note text", "Schema tollgate"),
                table("»CREATE VIEW v AS SELECT id FROM \"tollgate\" . \"inbox\"", "Schema tollgate"),
                step(Rule.INVALID_SQL, sql.formatted("DELETE FROM Tollgate.inbox"), "Schema tollgate"),
                step(Rule.INVALID_SQL, sql.formatted("COMMIT"), "COMMIT has no place in a flow"),
                step(Rule.INVALID_SQL, sql.formatted("SELECT 1; RESET ROLE"), "RESET ROLE"),
                step(Rule.INVALID_SQL, sql.formatted("SELECT $1"), "write :#name"),
                step(Rule.INVALID_SQL, sql.formatted("SELECT :#a, :#${body"), "add the }"));
    }

    static Stream<Broken> flows() {
        return Stream.of(
                file(Rule.NO_ROUTER, "router.camel.yaml", null, "restore router.camel.yaml"),
                step(
                        Rule.NO_SUCH_FLOW,
                        "- to:\n    id: x\n    uri: direct\n    parameters:\n      name: »charge-refundet\n",
                        "did you mean 'charge-refunded'"),
                step(Rule.NO_SUCH_FLOW, "- to:\n    id: x\n    uri: »direct:nowhere\n", "direct:nowhere"),
                step(
                        Rule.NO_SUCH_FLOW,
                        "- to:\n    id: to-nowhere\n    description: to nowhere\n    uri: direct\n    parameters:\n"
                                + "      name: »nowhere\n",
                        "direct:nowhere"),
                step(Rule.NO_SUCH_FLOW, "- toD:\n    id: x\n    uri: »direct:no-${header.a}\n", "direct:no-"),
                file(
                        Rule.NO_SUCH_FLOW,
                        "router.camel.yaml",
                        "- route:\n    id: router\n    description: x\n    from:\n      uri: direct:router\n      steps:\n"
                                + "        - to: {id: x, uri: direct:charge-refunded}\n"
                                + "        - to: {id: y, uri: »direct:by-hand}\n"
                                + "- route:\n    id: by-hand\n    description: y\n    autoStartup: false\n    from:\n"
                                + "      uri: direct:by-hand\n      steps: [log: x]\n",
                        "autoStartup"),
                file(
                        Rule.NO_SUCH_FLOW,
                        "router.camel.yaml",
                        "- route:\n    id: router\n    description: x\n    from:\n      uri: direct:router\n      steps:\n"
                                + "        - to: {id: x, uri: direct:charge-refunded}\n"
                                + "        - to: {id: y, uri: »direct:left-out}\n"
                                + "- route:\n    id: left-out\n    description: y\n    precondition: '{{enable.it:false}}'\n    from:\n"
                                + "      uri: direct:left-out\n      steps: [log: x]\n",
                        "precondition"),
                file(
                        Rule.UNTRANSACTED_CONSUMER,
                        "team.camel.yaml",
                        queueFlow("team", "- log: {id: x, message: y}\n")
                                .replace("transacted: true", "»transacted: false"),
                        "fails is gone"),
                file(
                        Rule.AFTER_COMMIT,
                        "team.camel.yaml",
                        queueFlow(
                                "team",
                                "- »resequence:\n    id: x\n    expression: {simple: '${body}'}\n"
                                        + "    batchConfig: {batchTimeout: 100}\n    steps: [log: x]\n"),
                        "resequence keeps messages in memory"),
                file(
                        Rule.DROPPED_MESSAGE,
                        "team.camel.yaml",
                        queueFlow("team", "- »sample: {id: x, samplePeriod: 1000}\n"),
                        "drops the others"),
                file(
                        Rule.DROPPED_MESSAGE,
                        "team.camel.yaml",
                        queueFlow("team", "- »to: {id: x, uri: 'mock:x'}\n"),
                        "in memory"),
                file(
                        Rule.DROPPED_MESSAGE,
                        "team.camel.yaml",
                        queueFlow("team", "- »rollback: {id: x, markRollbackOnlyLast: 'true', message: no}\n"),
                        "markRollbackOnly"),
                file(
                        Rule.UNKNOWN_VARIABLE,
                        "team.camel.yaml",
                        queueFlow(
                                "team",
                                "- setHeader: {id: x, name: amount, simple: »'${variable.event[data][object][amount]}'}\n"),
                        "begin the flow with unmarshal"),
                file(
                        Rule.NO_SUCH_FLOW,
                        "team.camel.yaml",
                        queueFlow("team", "- to:\n    id: x\n    uri: »direct:nowhere\n"),
                        "direct:nowhere"),
                file(
                        Rule.UNREACHABLE_FLOW,
                        "team.camel.yaml",
                        "- »route:\n    id: a\n    description: b\n    from:\n      uri: direct:a\n      steps: [log: x]\n",
                        "direct:a"),
                branches(
                        Rule.SHADOWED_BRANCH,
                        choice(
                                "\"${header.stripeEventType} == 'charge.refunded'\"",
                                "»\"${header.JMSType} == 'charge.refunded'\""),
                        "never reached"),
                branches(
                        Rule.SHADOWED_BRANCH,
                        choice(
                                "\"${header.stripeEventType} startsWith 'charge.'\"",
                                "»\"${header.stripeEventType} == 'charge.refunded' && ${header.stripeLivemode} == true\""),
                        "never reached"),
                branches(
                        Rule.SHADOWED_BRANCH,
                        choice(
                                "\"${header.stripeEventType} in 'charge.refunded,charge.failed'\"",
                                "»\"${header.stripeEventType} == 'charge.failed' || ${variable.event[type]} == 'charge.refunded'\""),
                        "never reached"),
                router(
                        Rule.MISSING_OTHERWISE,
                        choice("\"${header.stripeEventType} == 'charge.refunded'\"")
                                .replace("- choice", "- »choice"),
                        "unroutedTypes"),
                branches(
                        Rule.UNKNOWN_EVENT_TYPE,
                        choice("»\"${headers.stripeEventType} == 'charge.refnded'\""),
                        "did you mean 'charge.refunded'"),
                branches(
                        Rule.INVALID_EXPRESSION,
                        choice("»\"${header.stripeEventType} regex 'charge.[('\""),
                        "no regular expression"),
                branches(
                        Rule.UNKNOWN_EVENT_TYPE,
                        choice("»\"${header.stripeEventType} == 'charge.refund'\""),
                        "did you mean 'charge.refunded'"),
                branches(
                        Rule.UNKNOWN_EVENT_TYPE,
                        choice("»\"${header.stripeEventType} in 'charge.refunded,payment_intent.failed'\""),
                        "'payment_intent.failed', did you mean 'payment_intent.payment_failed'",
                        "event-types.txt"),
                branches(
                        Rule.UNKNOWN_EVENT_TYPE,
                        choice("»\"${header.stripeEventType} startsWith 'customer.subscriptions.'\""),
                        "did you mean 'customer.subscription.'"),
                step(
                        Rule.UNKNOWN_EVENT_TYPE,
                        "- filter:\n    simple:\n      expression: »\"${header.stripeEventType} == 'charge.failure'\"\n"
                                + "    steps: [log: x]\n",
                        "did you mean 'charge.failed'"),
                branches(
                        Rule.SHADOWED_BRANCH,
                        choice(
                                "\"${header.stripeEventType.startsWith('charge.')} == true\"",
                                "»\"'charge.refunded' == ${variable.event[type]}\""),
                        "never reached"),
                branches(
                        Rule.SHADOWED_BRANCH,
                        choice(
                                "\"${header.stripeEventType} !startsWith 'charge.'\"",
                                "»\"${header.stripeEventType} regex 'invoice[.].*'\""),
                        "never reached"),
                branches(
                        Rule.UNKNOWN_FIELD,
                        choice("\"${header.stripeEventType} == 'invoice.paid'\"")
                                .replace("steps: [", "steps: [log: »'${variable.event[data][object][amount_payed]}', "),
                        "did you mean 'amount_paid'",
                        "event-types.txt"),
                step(Rule.UNKNOWN_HEADER, "- log: »'${header.stripEventType}'\n", "did you mean 'stripeEventType'"),
                step(Rule.UNKNOWN_VARIABLE, "- log: »'${variable.evnt[id]}'\n", "did you mean 'event'"),
                branches(
                        Rule.LEFT_TO_RIGHT,
                        choice("»\"${header.a} == 1 || ${header.b} == 2 && ${header.c} == 3\""),
                        "from left to right"),
                branches(
                        Rule.SYNCHRONOUS_TYPE,
                        choice("»\"${header.stripeEventType} == 'issuing_authorization.request'\""),
                        "in the response"),
                branches(
                        Rule.SYNCHRONOUS_TYPE,
                        choice("»\"${header.stripeEventType} startsWith 'issuing_authorization.'\""),
                        "in the response"));
    }

    /** What is there to be checked, wherever it stands. */
    static Stream<Broken> hidden() {
        String field = "log: {id: h, message: »'${variable.evnt[id]}'}\n";
        return Stream.of(
                // Camel takes the steps behind one without steps for its own
                step(Rule.UNKNOWN_VARIABLE, "- split: {id: s, simple: '${body}'}\n- " + field, "did you mean 'event'"),
                step(
                        Rule.UNKNOWN_VARIABLE,
                        "- filter: {id: s, constant: x}\n- log: a\n- " + field,
                        "did you mean 'event'"),
                step(Rule.UNKNOWN_VARIABLE, "- multicast: {id: s}\n- " + field, "did you mean 'event'"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- loop: {id: s, constant: '2'}\n- setHeader: {id: h, name: x, simple: »'${variable.event.data.object.id}'}\n",
                        "brackets"),
                step(
                        Rule.UNKNOWN_VARIABLE,
                        "- step:\n    id: s\n    steps:\n      - filter: {constant: x}\n      - " + field,
                        "did you mean 'event'"),
                // the body is text
                step(Rule.INVALID_EXPRESSION, "- log: »'${body[id]}'\n", "text that was received", "variable.event"),
                step(Rule.INVALID_EXPRESSION, "- log: »'${body.data.object.amount}'\n", "text that was received"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- setHeader: {name: x, simple: »'${body.getMessage()}'}\n",
                        "text that was"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- filter: {simple: »\"${body[livemode]} == true\", steps: [log: x]}\n",
                        "text that was received"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- to: {id: x, uri: 'jms:queue:a'}\n- unmarshal: {variableReceive: x, json: {}}\n- log: »'${body[id]}'\n",
                        "text that was received"),
                step(
                        Rule.INVALID_EXPRESSION,
                        "- to: {id: x, uri: sql, parameters: {noop: true, query: »'SELECT CAST(:#${body[id]} AS text)'}}\n",
                        "text that was received"),
                file(
                        Rule.INVALID_EXPRESSION,
                        "team.camel.yaml",
                        queueFlow("team", "- log: »'${body[id]}'\n"),
                        "begin with unmarshal"),
                // what Camel would look up elsewhere
                step(Rule.MISSING_MODULE, "- log: »'user={{secret:postgres/user}}'\n", "camel-kubernetes"),
                step(
                        Rule.MISSING_MODULE,
                        "- to: {id: x, uri: »'jms:queue:{{configmap:team/queue}}'}\n",
                        "'configmap:'",
                        "camel-kubernetes"),
                file(
                        Rule.UNKNOWN_BEAN,
                        "team.camel.yaml",
                        queueFlow(
                                "team",
                                "- toD: {id: x, uri: sql, parameters: {query: 'select ${header.a}', dataSource: »'#ds1'}}\n"),
                        "'ds1'"),
                file(
                        Rule.UNKNOWN_BEAN,
                        "team.camel.yaml",
                        queueFlow("team", "- »transacted: {id: t}\n- log: x\n"),
                        "in a transaction already"),
                file(
                        Rule.UNKNOWN_BEAN,
                        "team.camel.yaml",
                        queueFlow(
                                "team",
                                "- idempotentConsumer: {id: t, header: stripeEventId, idempotentRepository: »'#done', steps: [log: x]}\n"),
                        "doneEvents"));
    }

    static Stream<Broken> steps() {
        return Stream.of(
                step(
                        Rule.REFUSED_STEP,
                        "- to:\n    id: x\n    uri: bean\n    variableReceive: object\n    parameters:\n"
                                + "      beanName: »hydrate\n      method: object\n",
                        "asks Stripe over HTTP",
                        "send to a queue instead"),
                step(Rule.REFUSED_STEP, "- to: {id: x, uri: »'bean:hydrate?method=event'}\n", "asks Stripe"),
                step(Rule.REFUSED_STEP, "- bean: {id: x, ref: »hydrate, method: object}\n", "asks Stripe"),
                step(
                        Rule.REFUSED_STEP,
                        "- setVariable:\n    name: object\n    method: {ref: »hydrate, method: object}\n",
                        "asks Stripe"),
                file(
                        Rule.INVALID_OPTION,
                        "team.camel.yaml",
                        queueFlow("team", "- to: {id: x, uri: »'bean:hydrate?method=objct'}\n"),
                        "the method object"),
                file(
                        Rule.INVALID_OPTION,
                        "team.camel.yaml",
                        queueFlow("team", "- to: {id: x, uri: »'bean:hydrate'}\n"),
                        "the method object"),
                file(
                        Rule.INVALID_OPTION,
                        "team.camel.yaml",
                        queueFlow("team", "- process: {id: x, ref: »hydrate}\n"),
                        "step to, with uri bean"),
                step(Rule.REFUSED_STEP, "- »wireTap:\n    uri: jms:queue:x\n", "send to a queue instead"),
                step(
                        Rule.REFUSED_STEP,
                        "- »doTry:\n    steps: [log: x]\n    doCatch:\n      - exception: [java.lang.Exception]\n"
                                + "        steps: [log: y]\n",
                        "looks? routed".replace("s? ", " ")),
                step(
                        Rule.REFUSED_STEP,
                        "- filter:\n    constant: x\n    steps:\n      - log: x\n      - »aggregate:\n"
                                + "          correlationExpression: {constant: x}\n          completionSize: 2\n"
                                + "          aggregationStrategy: '#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy'\n"
                                + "          steps: [log: x]\n",
                        "aggregate"),
                step(Rule.REFUSED_ENDPOINT, "- to:\n    id: x\n    uri: »smtp:localhost\n", "smtp:"),
                step(
                        Rule.REFUSED_ENDPOINT,
                        "- to:\n    id: x\n    uri: »http://localhost\n",
                        "http:",
                        "send to a queue instead"),
                step(
                        Rule.REFUSED_ENDPOINT,
                        "- to:\n    id: x\n    uri: »kafka:events?brokers=localhost:9092\n",
                        "kafka:",
                        "send to a queue instead"),
                step(
                        Rule.REFUSED_ENDPOINT,
                        "- recipientList:\n    constant: {expression: »jms:queue:a;file:b}\n    delimiter: ;\n",
                        "file:"),
                step(Rule.REFUSED_ENDPOINT, "- toD:\n    id: x\n    uri: »${header.where}\n", "only when it runs"),
                step(
                        Rule.REFUSED_OPTION,
                        "- to:\n    id: x\n    uri: jms\n    parameters:\n      destinationName: x\n      »transacted: true\n",
                        "transacted"),
                step(Rule.REFUSED_OPTION, "- to:\n    id: x\n    uri: »jms:queue:x?replyTo=y\n", "replyTo"),
                step(Rule.REFUSED_OPTION, "- to:\n    id: x\n    uri: jms:queue:x\n    pattern: »InOut\n", "InOut"),
                file(
                        Rule.REFUSED_ERROR_HANDLER,
                        "team.camel.yaml",
                        "- »errorHandler:\n    defaultErrorHandler: {}\n",
                        "routeConfigurationId"),
                file(
                        Rule.REFUSED_ERROR_HANDLER,
                        "charge-refunded.camel.yaml",
                        "- »routeConfiguration:\n    id: dead\n    errorHandler:\n      deadLetterChannel:\n"
                                + "        deadLetterUri: log:dead\n"
                                + "- route:\n    id: charge-refunded\n    description: x\n    routeConfigurationId: dead\n"
                                + "    from:\n      uri: direct:charge-refunded\n      steps: [log: x]\n",
                        "dead letter channel"),
                // without an id it acts on all routes, and is one mistake nonetheless
                file(
                        Rule.REFUSED_ERROR_HANDLER,
                        "team.camel.yaml",
                        "- »routeConfiguration:\n    errorHandler:\n      deadLetterChannel:\n        deadLetterUri: log:dead\n",
                        "dead letter channel"),
                file(
                        Rule.REFUSED_INGRESS,
                        "team.camel.yaml",
                        "- route:\n    id: a\n    description: b\n    from:\n      uri: »platform-http:/mine\n"
                                + "      steps: [log: x]\n",
                        "receive.camel.yaml"),
                step(
                        Rule.MISSING_MODULE,
                        "- bean:\n    beanType: com.example.Nowhere\n",
                        "There is no class com.example.Nowhere here; correct its name, or put the jar"),
                step(Rule.NOT_BUILDABLE, "- process:\n    ref: '#class:java.lang.String'\n", "java.lang.String"));
    }

    /** More of these in ReviewTest. */
    static Stream<Broken> forAReviewer() {
        return Stream.of(
                step(Rule.ENVIRONMENT, "- log: »'${sysenv.PATH}'\n", "a setting of its own"),
                step(Rule.ENVIRONMENT, "- log:\n    message: »'{{env:PATH}}'\n", "a setting of its own"),
                step(Rule.SECRET, "- log: »'{{spring.datasource.password:x}}'\n", "'spring.datasource.password'"),
                step(Rule.SECRET, "- log: »'{{crm.token:x}}'\n", "'crm.token'", "Authorization"),
                step(
                        Rule.JAVA_CLASS,
                        "- setBody:\n    method:\n      beanType: »java.lang.Runtime\n      method: getRuntime\n",
                        "java.lang.Runtime"),
                step(
                        Rule.JAVA_CLASS,
                        "- setBody:\n    simple: »${body.getClass}\n",
                        "body, headers and variables only"),
                step(Rule.SCRIPT, "- setBody:\n    spel: »'#{1}'\n", "simple or jq"),
                step(Rule.SCRIPT, "- to:\n    id: x\n    uri: »language:simple:x\n", "a program of its own"),
                file(
                        Rule.LOCAL_FILE,
                        "team.camel.yaml",
                        queueFlow("team", "- to:\n    id: x\n    uri: »file:/tmp/x\n"),
                        "{{tollgate.data}}/archive"),
                file(
                        Rule.OPEN_DESTINATION,
                        "team.camel.yaml",
                        queueFlow("team", "- toD:\n    id: x\n    uri: »${header.x}\n"),
                        "jms:queue:"));
    }

    static Stream<Broken> all() {
        return Stream.of(yaml(), names(), filesBesideTheRoutes(), flows(), hidden(), steps(), forAReviewer())
                .flatMap(broken -> broken);
    }

    @ParameterizedTest
    @MethodSource("all")
    void exactlyItsFindingIsMadeAtItsPlace(Broken broken) throws Exception {
        ExampleFolder example = new ExampleFolder();
        String file = example.put(broken.where(), broken.text());
        String marked = example.text(file);
        if (marked != null) {
            example.put(file, marked.replace(HERE, ""));
        }

        List<Finding> findings = example.check(folder);

        assertThat(findings).as(marked).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(finding.rule()).as(finding.toString()).isEqualTo(broken.rule());
        assertThat(finding.file()).isEqualTo(file);
        assertThat(finding.message()).contains(broken.words());
        if (marked != null && marked.contains(HERE)) {
            String before = marked.substring(0, marked.indexOf(HERE));
            assertThat(finding.line())
                    .as(finding.toString())
                    .isEqualTo(before.lines().count() + (before.endsWith("\n") || before.isEmpty() ? 1 : 0));
            assertThat(finding.column()).as(finding.toString()).isEqualTo(before.length() - before.lastIndexOf('\n'));
        }
    }

    @Test
    void thereIsASetForEachRule() {
        List<Rule> covered = new ArrayList<>(all().map(Broken::rule).toList());
        covered.add(Rule.FOLDER);
        // In ReloadTest: it takes a database.
        covered.add(Rule.TABLE_FAILED);
        // In ReloadRehearsalTest: it takes events.
        covered.add(Rule.NEWLY_FAILS);
        // In ComponentSettingsTest: it takes settings.
        covered.add(Rule.INVALID_SETTING);
        // In TestCommandTest: the command alone looks at tests.
        covered.add(Rule.INVALID_TEST);
        covered.add(Rule.UNTESTED_FLOW);
        // In ReviewTest: it takes a setting.
        covered.add(Rule.STRICT);

        assertThat(covered).contains(Rule.values()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void aFolderThatIsNotThereIsOneFinding() {
        assertThat(OfflineRoutes.check(folder.resolve("nowhere"), new String[0]))
                .extracting(Finding::rule, Finding::file)
                .containsExactly(tuple(Rule.FOLDER, "."));
    }

    @Test
    void theExampleItselfAndTheShippedRoutesHaveNone() throws Exception {
        assertThat(new ExampleFolder().check(folder)).isEmpty();
        assertThat(OfflineRoutes.check(Path.of("routes"), new String[0])).isEmpty();
    }

    @Test
    void aMistakeInARouteConfigurationStandsThereAndNotInOneOfTheSameFormBesideIt() throws Exception {
        ExampleFolder example = new ExampleFolder();
        String configuration = "- routeConfiguration:\n    id: %s\n    onException:\n      - onException:\n"
                + "          id: %s\n          exception: [java.lang.Exception]\n          steps:\n"
                + "            - process: {ref: %s}\n";
        example.put("a.camel.yaml", configuration.formatted("a", "at-a", "mailModel"));
        example.put(
                "b.camel.yaml",
                configuration.formatted("c", "at-c", "mailModel") + configuration.formatted("b", "at-b", "nosuch"));
        String flow = example.text("charge-refunded.camel.yaml");
        example.put("charge-refunded.camel.yaml", flow.replace("    from:", "    routeConfigurationId: b\n    from:"));

        assertThat(example.check(folder))
                .extracting(Finding::rule, Finding::file, Finding::line)
                .containsExactly(tuple(Rule.UNKNOWN_BEAN, "b.camel.yaml", 16));
    }

    @Test
    void aMistakeInsideATransactedStepStandsThere() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put(
                "team.camel.yaml",
                queueFlow("team", "- transacted:\n    id: tx\n    steps:\n      - process: {ref: nosuch}\n"));

        assertThat(example.check(folder))
                .extracting(Finding::rule, Finding::line)
                .containsExactly(tuple(Rule.UNKNOWN_BEAN, 11), tuple(Rule.UNKNOWN_BEAN, 14));
    }

    @Test
    void mistakesInSeveralFilesAreFoundTogether() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("a.camel.yaml", "- rout:\n    id: a\n");
        example.put("b.camel.yaml", "- route: {\n");
        example.put("step", "- wireTap:\n    uri: jsm:queue:x\n- process:\n    ref: nosuch\n");

        assertThat(example.check(folder))
                .extracting(Finding::rule)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(
                        Rule.YAML_SCHEMA,
                        Rule.YAML_SYNTAX,
                        Rule.REFUSED_STEP,
                        Rule.UNKNOWN_COMPONENT,
                        Rule.UNKNOWN_BEAN));
    }
}
