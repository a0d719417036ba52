package io.tollgate.routing.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each word of a template gives, for the objects that Stripe sends; in the mail flow of today and in that of before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateWordsTest {
    private static final String REFUNDED =
            "{\"object\":\"charge\",\"id\":\"ch_1\",\"amount\":10000,\"amount_refunded\":500,"
                    + "\"currency\":\"usd\",\"created\":1796047500,\"payment_intent\":\"pi_9\",\"description\":\"R&D <b>\","
                    + "\"billing_details\":{\"name\":\"Pat Payer\",\"email\":\"pat@example.com\"},\"metadata\":{\"order.id\":\"A-7\"}}";
    private static final String INVOICE =
            "{\"object\":\"invoice\",\"id\":\"in_1\",\"number\":\"DDA7BAF-0007\",\"amount_due\":9000,"
                    + "\"amount_paid\":3000,\"amount_remaining\":6000,\"amount_shipping\":0,\"currency\":\"kwd\",\"next_payment_attempt\":null,"
                    + "\"total_details\":{\"amount_tax\":1250},\"customer\":\"cus_1\",\"lines\":{\"data\":["
                    + "{\"object\":\"line_item\",\"amount\":1,\"currency\":\"jpy\",\"description\":\"one\",\"period\":{\"end\":1796047500}},"
                    + "{\"object\":\"line_item\",\"amount\":2500,\"price\":{\"id\":\"price_1\",\"unit_amount_decimal\":\"2500.5\"}}]}}";

    private FilledTemplates today;
    private FilledTemplates before;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Map<String, String> settings =
                Map.of("my.own", "mine", "tollgate.mail.billing", "b@example.com, c@example.com");
        today = new FilledTemplates(folder, FilledTemplates.TODAY, settings);
        before = new FilledTemplates(folder, FilledTemplates.BEFORE, settings);
    }

    @AfterAll
    void stop() throws Exception {
        today.close();
        before.close();
    }

    static Stream<Arguments> words() {
        return Stream.of(
                        new String[] {REFUNDED, "{{money.amount_refunded}}", "5.00 USD"},
                        new String[] {
                            REFUNDED,
                            "{{money.object.amount}} {{money.event.data.object.amount}}",
                            "100.00 USD 100.00 USD"
                        },
                        new String[] {REFUNDED, "[{{money.absent}}{{money.customer}}{{money.metadata.x}}]", "[]"},
                        new String[] {REFUNDED, "{{object.description}} {{{object.description}}}", "R&D <b> R&D <b>"},
                        new String[] {REFUNDED, "{{event.data.object.billing_details.name}}", "Pat Payer"},
                        new String[] {REFUNDED, "[{{object.a.b.c}}{{object.amount.x}}{{nobody}}]", "[]"},
                        new String[] {REFUNDED, "{{object.metadata.order.id}}", "A-7"},
                        new String[] {
                            REFUNDED, "{{date.created}}[{{date.absent}}{{date.currency}}]", "2026-11-30 14:05 UTC[]"
                        },
                        new String[] {REFUNDED, "{{link}}", "https://dashboard.stripe.com/payments/ch_1"},
                        new String[] {REFUNDED, "{{links.payment_intent}}", "https://dashboard.stripe.com/payments/pi_9"
                        },
                        new String[] {
                            REFUNDED,
                            "{{customer}}|{{customer.name}}|{{customer.email}}|{{customer.id}}",
                            "Pat Payer <pat@example.com>|Pat Payer|pat@example.com|"
                        },
                        new String[] {REFUNDED, "{{customerAddress}}", "Pat Payer <pat@example.com>"},
                        new String[] {
                            REFUNDED, "{{#customer}}{{name}} {{email}}{{/customer}}", "Pat Payer pat@example.com"
                        },
                        new String[] {
                            REFUNDED, "{{id}} {{type}} {{#test}}no{{/test}}{{^test}}live{{/test}}", "evt_1 t live"
                        },
                        new String[] {
                            REFUNDED, "{{body.object}} {{{body.customer}}}", "ch_1 Pat Payer <pat@example.com>"
                        },
                        new String[] {
                            REFUNDED,
                            "{{setting.my.own}} {{tollgate.mail.billing}}",
                            "mine b@example.com, c@example.com"
                        },
                        new String[] {REFUNDED, "{{variables.event.id}} {{headers.stripeEventId}}", "evt_1 evt_1"},
                        new String[] {INVOICE, "{{object.number}} {{money.amount_remaining}}", "DDA7BAF-0007 6.000 KWD"
                        },
                        new String[] {INVOICE, "{{money.total_details.amount_tax}}", "1.250 KWD"},
                        new String[] {
                            INVOICE,
                            "{{#money.amount_shipping}}no{{/money.amount_shipping}}{{money.amount_shipping}}",
                            "0.000 KWD"
                        },
                        new String[] {INVOICE, "{{^money.amount_shipping}}none{{/money.amount_shipping}}", "none"},
                        new String[] {INVOICE, "{{#money.amount_paid}}{{.}}{{/money.amount_paid}}", "3.000 KWD"},
                        new String[] {
                            INVOICE,
                            "{{#object.lines.data}}{{object.number}} {{money.amount}} {{description}} {{date.period.end}};{{/object.lines.data}}",
                            "DDA7BAF-0007 1 JPY one 2026-11-30 14:05 UTC;DDA7BAF-0007 2.500 KWD  ;"
                        },
                        new String[] {
                            INVOICE,
                            "{{object.lines.data.0.description}} {{money.lines.data.1.price.unit_amount_decimal}}",
                            "one 2.5005 KWD"
                        },
                        new String[] {
                            INVOICE,
                            "{{#object.next_payment_attempt}}no{{/object.next_payment_attempt}}{{customer}}",
                            "cus_1"
                        })
                .map(row -> Arguments.of(row[1], row[0], row[2]));
    }

    @ParameterizedTest
    @MethodSource("words")
    void aWordGivesWhatTheEventSays(String text, String object, String expected) throws Exception {
        for (FilledTemplates mails : List.of(today, before)) {
            mails.template("t", "Subject: x\n\n" + text + "\n");

            assertThat(mails.send("t", "t", object).getContent().toString().strip())
                    .isEqualTo(expected.strip());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "charge.refunded | {'object':'charge','amount':1500,'amount_refunded':500} | 5.00 USD",
                "charge.failed | {'object':'charge','amount':1500,'amount_refunded':0} | 15.00 USD",
                "charge.captured | {'object':'charge','amount':1500,'amount_captured':700} | 7.00 USD",
                "invoice.payment_failed | {'object':'invoice','amount_due':1500,'amount_remaining':400} | 4.00 USD",
                "invoice.payment_failed | {'object':'invoice','amount_due':1500} | 15.00 USD",
                "invoice.paid | {'object':'invoice','amount_due':1500,'amount_paid':1400,'amount_remaining':0} | 14.00 USD",
                "checkout.session.completed | {'object':'checkout.session','amount_total':4999} | 49.99 USD",
                "charge.dispute.created | {'object':'dispute','amount':4500} | 45.00 USD",
                "payout.failed | {'object':'payout','amount':7} | 0.07 USD",
                "refund.updated | {'object':'refund','amount':300} | 3.00 USD",
                "payment_intent.succeeded | {'object':'payment_intent','amount':300,'amount_received':200} | 2.00 USD",
                "transfer.reversed | {'object':'transfer','amount':300,'amount_reversed':100} | 1.00 USD",
                "price.created | {'object':'price','unit_amount':null,'unit_amount_decimal':'0.5'} | 0.005 USD",
                "customer.updated | {'object':'customer'} | ~~",
            })
    void theAmountIsTheOneThatTheEventIsAbout(String type, String object, String amount) throws Exception {
        String json = object.replace('\'', '"').replaceFirst("\\{", "{\"currency\":\"usd\",");
        for (FilledTemplates mails : List.of(today, before)) {
            mails.template("t", "Subject: [{{{body.amount}}}]\n\nx");

            assertThat(mails.send("t", type, json).getSubject()).isEqualTo("[" + amount + "]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'object':'charge','customer':null,'billing_details':{'name':'Pat','email':'p@example.com'}} | Pat <p@example.com>",
                "{'object':'checkout.session','customer':'cus_1','customer_email':'b@example.com'} | <b@example.com> cus_1",
                "{'object':'checkout.session','customer_details':{'name':'Pat','email':'p@example.com'},'customer_email':null} | Pat <p@example.com>",
                "{'object':'invoice','customer':'cus_1','customer_name':'Pat','customer_email':'p@example.com'} | Pat <p@example.com> cus_1",
                "{'object':'customer','id':'cus_1','name':'Pat','email':'p@example.com'} | Pat <p@example.com> cus_1",
                "{'object':'subscription','customer':{'id':'cus_1','name':'Pat','email':'p@example.com'}} | Pat <p@example.com> cus_1",
                "{'object':'payment_intent','receipt_email':'r@example.com','shipping':{'name':'Pat'}} | Pat <r@example.com>",
                "{'object':'payment_intent','last_payment_error':{'payment_method':{'billing_details':{'name':'Pat','email':'p@example.com'}}}} | Pat <p@example.com>",
                "{'object':'payment_intent','charges':{'data':[{'billing_details':{'name':'Pat','email':null}}]}} | Pat",
                "{'object':'dispute','evidence':{'customer_name':'Pat','customer_email_address':'p@example.com'}} | Pat <p@example.com>",
                "{'object':'dispute','charge':{'customer':'cus_1','billing_details':{'name':'Pat'}}} | Pat cus_1",
            })
    void theCustomerIsWhomTheEventNames(String object, String customer) throws Exception {
        today.template("t", "Subject: {{customer}}\n\nx");

        assertThat(today.send("t", "t", object.replace('\'', '"')).getSubject()).isEqualTo(customer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'object':'payment_intent','id':'pi_1'} | payments/pi_1",
                "{'object':'invoice','id':'in_1'} | invoices/in_1",
                "{'object':'customer','id':'cus_1'} | customers/cus_1",
                "{'object':'subscription','id':'sub_1'} | subscriptions/sub_1",
                "{'object':'subscription_schedule','id':'sub_sched_1'} | subscription_schedules/sub_sched_1",
                "{'object':'dispute','id':'du_1'} | disputes/du_1",
                "{'object':'payout','id':'po_1'} | payouts/po_1",
                "{'object':'product','id':'prod_1'} | products/prod_1",
                "{'object':'price','id':'price_1'} | prices/price_1",
                "{'object':'refund','id':'re_1','charge':'ch_1','payment_intent':'pi_1'} | payments/pi_1",
                "{'object':'refund','id':'re_1','charge':'ch_1','payment_intent':null} | payments/ch_1",
                "{'object':'checkout.session','id':'cs_1','payment_intent':'pi_1'} | payments/pi_1",
                "{'object':'checkout.session','id':'cs_1','payment_intent':null,'subscription':'sub_1'} | subscriptions/sub_1",
                "{'object':'checkout.session','id':'cs_1','subscription':{'object':'subscription','id':'sub_2'}} | subscriptions/sub_2",
                "{'object':'checkout.session','id':'cs_1','setup_intent':'seti_1'} | setup_intents/seti_1",
                "{'object':'checkout.session','id':'cs_1'} | events/evt_1",
                "{'object':'payment_method','id':'pm_1','customer':'cus_1'} | customers/cus_1",
                "{'object':'balance'} | events/evt_1",
                "{'object':'invoice','id':'../evil'} | events/evt_1",
            })
    void theLinkIsThePageOfTheObject(String object, String page) throws Exception {
        String event = "{\"id\":\"evt_1\",\"account\":\"acct_1\",\"livemode\":false,\"data\":{\"object\":"
                + object.replace('\'', '"') + "}}";
        today.template("t", "Subject: {{link}}\n\nx");

        assertThat(today.send("t", Map.of(), event).getSubject())
                .isEqualTo("https://dashboard.stripe.com/acct_1/test/" + page);
    }
}
