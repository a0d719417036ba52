package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.docs.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions ask an event for, in each way to write it. */
class ExpressionsTest {
    @TempDir
    Path folder;

    private List<Finding> found(String where, String text) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put(where, text);
        return example.check(folder);
    }

    private static String filter(String condition) {
        return "- filter:\n    simple:\n      expression: >-\n        " + condition + "\n    steps: [log: x]\n";
    }

    /** {@code TYPE} stands for an event type. */
    static Stream<String> comparisons() {
        return Stream.of(
                "${header.stripeEventType} == 'TYPE'",
                "'TYPE' == ${header.stripeEventType}",
                "${header.stripeEventType} == \"TYPE\"",
                "${header.StripeEventType} =~ 'TYPE'",
                "${headers.stripeEventType} == 'TYPE'",
                "${header[stripeEventType]} == 'TYPE'",
                "${headers['stripeEventType']} == 'TYPE'",
                "${header[\"stripeEventType\"]} == 'TYPE'",
                "${header:stripeEventType} == 'TYPE'",
                "${in.header.stripeEventType} == 'TYPE'",
                "${header?[stripeEventType]} == 'TYPE'",
                "${headerAs(stripeEventType,String)} == 'TYPE'",
                "${headerAs('JMSType', 'java.lang.String')} == 'TYPE'",
                "${header.JMSType} == 'TYPE'",
                "${variable.event[type]} == 'TYPE'",
                "${variable.event['type']} == 'TYPE'",
                "${variable.event?.[type]} == 'TYPE'",
                "${variables.event[type]} == 'TYPE'",
                "${variable:event[type]} == 'TYPE'",
                "${variable.event.get('type')} == 'TYPE'",
                "${trim(${header.stripeEventType})} == 'TYPE'",
                "${lowercase(${header.stripeEventType})} == 'TYPE'",
                "${header.stripeEventType.toLowerCase()} == 'TYPE'",
                "${header.stripeEventType} != 'TYPE'",
                "${header.stripeEventType} !=~ 'TYPE'",
                "${header.stripeEventType} in 'charge.refunded,TYPE'",
                "${header.stripeEventType} !in 'charge.refunded,TYPE'",
                "${header.stripeEventType} contains 'TYPE'",
                "${header.stripeEventType} !contains 'TYPE'",
                "${header.stripeEventType} ~~ 'TYPE'",
                "${header.stripeEventType} startsWith 'TYPE'",
                "${header.stripeEventType} starts with 'TYPE'",
                "${header.stripeEventType} !startsWith 'TYPE'",
                "${header.stripeEventType} endsWith 'TYPE'",
                "${header.stripeEventType} regex 'TYPE'",
                "${header.stripeEventType} regex 'charge.*|TYPE'",
                "${header.stripeEventType} regex '(TYPE|charge.refunded)'",
                "${header.stripeEventType} regex 'charge.(refunded|failed)|(invoice.voided|TYPE)'",
                "${header.stripeEventType} !regex 'TYPE'",
                "${header.stripeEventType.startsWith('TYPE')}",
                "${header.stripeEventType.contains('TYPE')} == true",
                "${header.stripeEventType.matches('TYPE')}",
                "${header.stripeEventType.equalsIgnoreCase('TYPE')} == false",
                "${contains(${header.stripeEventType},'TYPE')}",
                "${header.stripeEventType} == 'TYPE' && ${header.stripeLivemode} == true",
                "${body} != null || ${header.stripeEventType} == 'TYPE'",
                "${header.stripeEventType} == 'TYPE' ? true : false");
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void aTypeThatStripeDoesNotHaveIsFoundHoweverItIsWritten(String condition) throws Exception {
        assertThat(found("step", filter(condition.replace("TYPE", "invoice.payd"))))
                .extracting(finding -> finding.rule().id() + ": " + finding.message())
                .singleElement()
                .asString()
                .startsWith("unknown-event-type: ")
                .contains("'invoice.payd', did you mean 'invoice.paid'?");
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void oneThatStripeHasIsNot(String condition) throws Exception {
        assertThat(found("step", filter(condition.replace("TYPE", "invoice.paid"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${header.stripeEventType} in 'invoice.payment_failed, invoice.paid'",
                "${header.stripeEventType} in 'invoice.payment_failed ,invoice.paid'",
                "${header.stripeEventType} == 'invoice.paid '",
                "' invoice.paid' == ${variable.event[type]}",
                "${header.stripeEventType} regex 'invoice.paid '"
            })
    void aSpaceCountsForCamel(String condition) throws Exception {
        assertThat(found("step", filter(condition)))
                .extracting(finding -> finding.rule().id() + ": " + finding.message())
                .singleElement()
                .asString()
                .startsWith("unknown-event-type: The space beside 'invoice.pa");
    }

    /** In a flow for {@code charge.refunded}. */
    static Stream<String> steps() {
        String type = "${header.stripeEventType}";
        return Stream.of(
                "- validate: {simple: \"" + type + " == 'invoice.payd'\"}\n",
                "- filter: {language: {language: simple, expression: \"" + type
                        + " == 'invoice.payd'\"}, steps: [log: x]}\n",
                "- filter: {expression: {simple: \"" + type + " == 'invoice.payd'\"}, steps: [log: x]}\n",
                "- choice: {when: [{simple: \"" + type + " == 'invoice.payd'\", steps: [log: x]}]}\n",
                "- choice: {when: [{expression: {language: {language: simple, expression: \"" + type
                        + " == 'invoice.payd'\"}}, steps: [log: x]}]}\n",
                "- setHeader: {name: x, simple: \"${iif('" + type + " == invoice.payd','a','b')} " + type
                        + ".startsWith('x')\"}\n- setHeader: {name: y, simple: \"${header.stripeEventType.startsWith('invoice.payd')}\"}\n",
                "- setHeaders: {headers: [{name: x, simple: \"${header.stripeEventType.contains('invoice.payd')}\"}]}\n",
                "- setBody: {simple: \"${contains(" + type + ",'invoice.payd')}\"}\n",
                "- log: \"${header.stripeEventType.startsWith('invoice.payd')}\"\n",
                "- filter: {jq: '.type == \"invoice.payd\"', steps: [log: x]}\n",
                "- filter: {jsonpath: \"$[?(@.type == 'invoice.payd')]\", steps: [log: x]}\n",
                "- filter: {xpath: \"in:header('stripeEventType') = 'invoice.payd'\", steps: [log: x]}\n");
    }

    @Test
    void aRangeIsOfNumbersAndNoTypeIsInIt() throws Exception {
        assertThat(found("step", filter("${header.stripeEventType} range '1..5'")))
                .extracting(Finding::rule)
                .containsExactly(Rule.UNKNOWN_EVENT_TYPE);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void inWhateverStepItStands(String steps) throws Exception {
        assertThat(found("step", steps)).extracting(Finding::rule).contains(Rule.UNKNOWN_EVENT_TYPE);
    }

    private static String router(String condition) {
        return """
                - unmarshal: {variableReceive: event, json: {}}
                - choice:
                    when:
                      - simple: "%s"
                        steps: [to: {id: to-flow, uri: direct:charge-refunded}]
                    otherwise: {steps: [process: {ref: unroutedTypes}]}
                """.formatted(condition);
    }

    private List<String> fields(String types, String path) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("router", router(types));
        example.put("step", "- setHeader: {name: x, simple: \"${variable.event" + path + "}\"}\n");
        return example.check(folder).stream()
                .map(finding -> finding.rule().id() + " " + finding.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            invoice.          | [data][object][amount_payed]                       | amount_paid
            invoice.paid      | [data][object][lines][data][0][amuont]             | amount
            invoice.paid      | [data][object]?.[parent]?.[subscription_detials]   | subscription_details
            invoice.paid      | [data][object][customer_address][postcode]         | postal_code
            charge.           | [data][object][billing_details][adress]            | address
            charge.refunded   | [data][object][amount_refundet]                    | amount_refunded
            checkout.session. | [data][object][customer_details][e-mail]           | email
            customer.subscription. | [data][object][items][data][0][current_period_ends] | current_period_end
            payment_intent.   | [data][objct][amount]                              | object
            invoice.paid      | [tpye]                                             | type
            """)
    void aFieldThatStripeDoesNotHaveIsFound(String types, String path, String meant) throws Exception {
        assertThat(fields("${header.stripeEventType} startsWith '" + types + "'", path))
                .isNotEmpty()
                .allMatch(finding -> finding.startsWith("unknown-field "))
                .anyMatch(finding -> finding.contains("did you mean '" + meant + "'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            invoice.          | [data][object][amount_paid]
            invoice.paid      | [data][object][lines][data][0][amount]
            invoice.paid      | [data][object][lines][total_count]
            invoice.paid      | [data][object][metadata][oder]
            invoice.paid      | [data][object][customer][email]
            invoice.paid      | [data][object][subscription]
            invoice.paid      | [data][object][payment_intent]
            invoice.paid      | [data][previous_attributes][status]
            invoice.paid      | [data][object][lines][data].size()
            invoice.paid      | [data][object][number].substring(3)
            invoice.paid      | [request][idempotency_key]
            invoice.paid      | [account]
            charge.           | [data][object][evidence_details][due_by]
            charge.           | [data][object][payment_method_details][sepa_debit][last4]
            customer.         | [data][object][brand]
            customer.source.  | [data][object][anything]
            account.external_account. | [data][object][anything]
            customer.subscription. | [data][object][current_period_end]
            customer.subscription. | [data][object][plan][nickname]
            v1.billing.meter. | [related_object][id]
            v2.core.          | [data][whatever]
            payment_intent.   | [data][object][charges][data][0][id]
            payment_intent.   | [data][object][last_payment_error][code]
            checkout.session. | [data][object][shipping][address][city]
            radar.early_fraud_warning. | [data][object][charge]
            """)
    void oneThatItHasOrHadOrMayHaveIsNot(String types, String path) throws Exception {
        assertThat(fields("${header.stripeEventType} startsWith '" + types + "'", path))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: {id: x, uri: sql, parameters: {noop: true, query: \"UPDATE stripe.refund SET charge = :#${variable.event[data][object][ammount]}\"}}\n",
                "- to: {id: x, uri: \"sql:UPDATE stripe.refund SET charge = :#${variable.event[data][object][ammount]}?noop=true\"}\n",
                "- toD: {id: x, uri: \"jms:queue:${variable.event[data][object][ammount]}\"}\n",
                "- split: {simple: \"${variable.event[data][object][ammount]}\", steps: [log: x]}\n",
                "- log: \"${variable.event[data][object][ammount]}\"\n",
                "- filter: {simple: \"${variable.event[data][object][ammount]} > 5\", steps: [log: x]}\n",
                "- setVariables: {variables: [{name: x, simple: \"${variable.event[data][object][ammount]}\"}]}\n"
            })
    void inWhateverStepAFieldStands(String steps) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("router", router("${header.stripeEventType} == 'charge.refunded'"));
        example.put("step", steps);

        assertThat(example.check(folder))
                .extracting(Finding::rule, Finding::line)
                .containsOnly(tuple(Rule.UNKNOWN_FIELD, 15));
    }

    @Test
    void theHeadersAreThoseOfTheContract() {
        Stream<String> rows = Page.read("docs/consumers.md")
                .text()
                .lines()
                .filter(line -> line.matches("\\| `(JMS|stripe)\\w+` \\| (string|boolean|long) .*"));

        assertThat(rows.map(row -> row.split("`")[1])).containsExactlyElementsOf(SampleEvent.HEADERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".data.object.amount", "[data].object.amount", "[data][object].amount", "?.data?.object", ".type"
            })
    void behindADotAMapHasNothing(String path) throws Exception {
        assertThat(fields("${header.stripeEventType} == 'charge.refunded'", path))
                .singleElement()
                .asString()
                .startsWith("invalid-expression ")
                .contains("write brackets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${header.stripeEventType.equals('charge.refunded')}",
                "${header?.stripeEventType} == 'charge.refunded'",
                "${header.stripeEventType[type]} == 'x' || ${header.stripeEventId.endsWit('x')}"
            })
    void aMethodThatATextDoesNotHaveFailsEachEvent(String condition) throws Exception {
        assertThat(found("step", filter(condition))).extracting(Finding::rule).contains(Rule.INVALID_EXPRESSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- setBody: {simple: '${nosuch(${body})}'}\n",
                "- setBody: {simple: '${trim(${nosuch(${body})})}'}\n",
                "- setBody: {simple: '${trim(${nosuch})}'}\n",
                "- filter: {simple: \"${nosuch(${body})} == 'x'\", steps: [log: x]}\n",
                "- log: \"is ${nosuch(${body})}\"\n",
                "- toD: {id: x, uri: \"jms:queue:${nosuch(${header.x})}\"}\n",
                "- setHeaders: {headers: [{name: x, simple: '${nosuch(${body})}'}]}\n"
            })
    void aFunctionThatCamelDoesNotHaveIsFoundAlsoAroundAnother(String steps) throws Exception {
        assertThat(found("step", steps)).extracting(Finding::rule).containsExactly(Rule.INVALID_EXPRESSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${random(1,${header.max})}",
                "${date:now:${variable.format}}",
                "${header.${variable.name}}",
                "${exchangeProperty.x[${header.y}]}",
                "${substring(${header.n})}",
                "${hash(${body},SHA-256)}",
                "${replace('a','b',${body})}",
                "${join(',','x=',${header.list})}",
                "${collate(${header.n})}",
                "${properties:${header.x}}",
                "${type:${header.x}}",
                "${skip(${header.n})}",
                "${pad(${header.a},5)}",
                "${concat(${body},${header.x},'-')}",
                "${bean:mailModel?method=${header.x}}",
                "${uuid} ${exchangeId} ${routeId} ${date:now:yyyy-MM-dd}",
                "{ \"a\": ${body}, \"b\": \"${header.x}\" }",
                "${header.x.foo.bar[3]}",
                "${variable.event[data][object]}",
                "${body.length()}"
            })
    void functionsAroundOthersAreLeftAlone(String text) throws Exception {
        assertThat(found("step", "- setBody:\n    simple: >-\n      " + text + "\n").stream()
                        .filter(finding -> finding.rule() != Rule.JAVA_CLASS))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - filter: {simple: "${header.stripEventType} == 'x'", steps: [log: x]} | unknown-header   | stripeEventType
            - log: "${header[stripeEventTyp]}"                                    | unknown-header   | stripeEventType
            - setBody: {header: stripeAcount}                                     | unknown-header   | stripeAccount
            - log: "${header.JMSTyp}"                                             | unknown-header   | JMSType
            - log: "${variable.evnt[id]}"                                         | unknown-variable | event
            - setBody: {variable: recievedAt}                                     | unknown-variable | receivedAt
            - log: "${variables.events}"                                          | unknown-variable | event
            """)
    void aNameThatNothingSetsIsFoundWhenItIsNearlyOneThatIsThere(String step, String rule, String meant)
            throws Exception {
        assertThat(found("step", step + "\n"))
                .extracting(finding -> finding.rule().id() + " " + finding.message())
                .singleElement()
                .asString()
                .startsWith(rule)
                .contains("did you mean '" + meant + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- log: \"${header.JMSMessageID} ${header.JMSTimestamp} ${header.JMSXGroupID} ${header.JMSReplyTo}\"\n",
                "- setHeader: {name: stripeEventKind, constant: x}\n- log: \"${header.stripeEventKind}\"\n",
                "- setVariable: {name: evnt, constant: x}\n- log: \"${variable.evnt}\"\n",
                "- unmarshal: {variableReceive: even, json: {}}\n- log: \"${variable.even}\"\n",
                "- log: \"${header.order} ${variable.env} ${header.STRIPEEVENTID} ${variable.global:x}\"\n",
                "- filter: {simple: \"${header.stripeEventType} regex '.*'\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} != null\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} is 'java.lang.String'\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType.length()} > 3\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} contains '.'\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.stripeEventType} == ${header.wanted}\", steps: [log: x]}\n",
                "- filter: {simple: \"${header.wanted} == 'invoice.payd'\", steps: [log: x]}\n",
                "- filter: {jq: '.data.object.object == \"checkout.session\" and .type != null', steps: [log: x]}\n",
                "- setHeader: {name: x, simple: \"${replace('.','-',${header.stripeEventType})}\"}\n",
                "- setHeader: {name: x, simple: \"type '${header.stripeEventType}', or 'none'\"}\n"
            })
    void whatIsWellIsLeftAlone(String steps) throws Exception {
        assertThat(found("step", steps).stream().filter(finding -> finding.rule() != Rule.JAVA_CLASS))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ${header.a} == 1 || ${header.b} == 2 && ${header.c} == 3 ; true
            ${header.a} == 1 && ${header.b} == 2 || ${header.c} == 3 && ${header.d} == 4 ; true
            ${header.a} == 1 && ${header.b} == 2 || ${header.c} == 3 ; false
            ${header.a} == 1 || ${header.b} == 2 || ${header.c} == 3 ; false
            ${header.a} == '||' && ${header.c} == 3 ; false
            """)
    void anAndBehindAnOrIsNotReadAsElsewhere(String condition, boolean isFound) throws Exception {
        assertThat(found("step", filter(condition)))
                .extracting(Finding::rule)
                .isEqualTo(isFound ? List.of(Rule.LEFT_TO_RIGHT) : List.of());
    }

    @Test
    void aFieldThatIsNewerThanTheGatewayIsNamedInAFile() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("event-types.txt", "data.object.amount_to_come # since 2027\n");
        example.put("router", router("${header.stripeEventType} == 'charge.refunded'"));
        example.put("step", "- log: \"${variable.event[data][object][amount_to_come]}\"\n");

        assertThat(example.check(folder)).isEmpty();
    }

    @Test
    void aConditionOnTheWayNarrowsTheTypesOfAStep() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("router", router("${header.stripeEventType} startsWith 'charge.'"));
        example.put("step", """
                - filter:
                    simple: "${header.stripeEventType.startsWith('charge.dispute.')}"
                    steps: [log: "${variable.event[data][object][evidence_details]} ${variable.event[data][object][captured]}"]
                - choice:
                    when:
                      - simple: "${header.stripeEventType} contains 'dispute'"
                        steps: [log: "${variable.event[data][object][reason]}"]
                    otherwise:
                      steps: [log: "${variable.event[data][object][evidence_details]}"]
                """);

        assertThat(example.check(folder))
                .extracting(finding -> finding.line() + " " + finding.rule().id())
                .containsExactly("17 unknown-field", "23 unknown-field");
    }
}
