package io.tollgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.alerts.AlertRig.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertRoundTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String BEGAN = "began broker-away";
    private static final String ENDED = "ended broker-away";

    @TempDir
    Path directory;

    private Path data;
    private AlertRig rig;

    @BeforeEach
    void open() throws Exception {
        data = directory.resolve("data");
        rig = new AlertRig(data);
        rig.settings.put("tollgate.alerts.limit.broker-away", "1m");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DATABASE_AWAY")
    void eachBeginsOnceAndEndsOnce(Condition condition) {
        Outage outage = new Outage(rig, condition, data);
        rig.passes(MINUTE.multipliedBy(3), outage::step, outage.gateway());
        assertThat(rig.told()).as("while all is well").isEmpty();

        outage.begins();
        rig.passes(MINUTE.multipliedBy(75), outage::step, outage.gateway());
        assertThat(rig.told()).singleElement().asString().startsWith("began " + condition);
        assertThat(active(outage.gateway(), condition)).isOne();

        outage.ends();
        rig.passes(MINUTE.multipliedBy(15), outage::step, outage.gateway());
        assertThat(rig.told()).hasSize(2).last().asString().startsWith("ended " + condition);
        assertThat(active(outage.gateway(), condition)).isZero();
        assertThat(rig.webhook.requests.get(0)).contains("docs/alerts.md#" + condition, "What to do", "Look first");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DATABASE_AWAY")
    void eachCanBeTurnedOff(Condition condition) {
        rig.settings.put("tollgate.alerts.off", condition.toString());
        Outage outage = new Outage(rig, condition, data);
        outage.begins();
        rig.passes(MINUTE.multipliedBy(75), outage::step, outage.gateway());
        assertThat(rig.told()).isEmpty();
        outage.ends();
    }

    @Test
    void whatIsGoneBeforeItsTimeIsNotTold() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        for (int i = 0; i < 20; i++) {
            outage.begins();
            rig.passes(Duration.ofSeconds(45), outage.gateway());
            outage.ends();
            rig.passes(Duration.ofSeconds(15), outage.gateway());
        }
        assertThat(rig.told()).isEmpty();
    }

    @Test
    void whatComesBackBeforeItsEndWasToldGoesOn() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        outage.begins();
        rig.passes(MINUTE.multipliedBy(2), outage.gateway());
        for (int i = 0; i < 20; i++) {
            outage.ends();
            rig.passes(Duration.ofSeconds(45), outage.gateway());
            outage.begins();
            rig.passes(Duration.ofSeconds(15), outage.gateway());
        }
        assertThat(rig.told()).containsExactly(BEGAN);
    }

    @Test
    void ofTwoGatewaysOneTells() {
        Outage one = new Outage(rig, Condition.BROKER_AWAY, data);
        Gateway other = rig.gateway("gateway-2");
        one.begins();
        rig.passes(MINUTE.multipliedBy(5), other, one.gateway());
        one.ends();
        rig.passes(MINUTE.multipliedBy(5), other, one.gateway());

        assertThat(rig.told()).containsExactly(BEGAN, ENDED);
        assertThat(rig.webhook.requests.get(0))
                .as("told by the one that did not see it")
                .contains("gateway-2", "Seen by gateway-1");
    }

    @Test
    void twoThatBothThinkItIsTheirTurnTellItOnce() {
        Outage one = new Outage(rig, Condition.BROKER_AWAY, data);
        Gateway other = rig.gateway("gateway-2");
        one.begins();
        for (int i = 0; i < 10; i++) {
            rig.passes(Duration.ofSeconds(15), () -> {}, one.gateway());
            rig.jdbc.sql("UPDATE tollgate.stripe_run SET holder = NULL").update();
            other.look();
            rig.jdbc.sql("UPDATE tollgate.stripe_run SET holder = NULL").update();
        }
        assertThat(rig.told()).containsExactly(BEGAN);
    }

    @Test
    void anotherGatewayGoesOnWhereTheFirstWasStopped() {
        Outage one = new Outage(rig, Condition.BROKER_AWAY, data);
        one.begins();
        rig.passes(MINUTE.multipliedBy(3), one.gateway());
        one.gateway().round().leave();

        rig.passes(MINUTE.multipliedBy(5), rig.gateway("gateway-2"));

        assertThat(rig.told()).as("what only the first one saw is over").containsExactly(BEGAN, ENDED);
    }

    @Test
    void aRestartBeforeItWasToldLosesNoTime() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        outage.begins();
        rig.passes(Duration.ofSeconds(45), outage.gateway());
        Outage again = new Outage(rig, Condition.BROKER_AWAY, data);
        again.begins();
        rig.passes(Duration.ofSeconds(30), again.gateway());
        assertThat(rig.told()).containsExactly(BEGAN);
    }

    @Test
    void aCrashBetweenSendingAndItsMarkSendsTheSameIdOnceMore() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        outage.begins();
        rig.passes(MINUTE.multipliedBy(2), outage.gateway());
        rig.jdbc.sql("UPDATE tollgate.alert_message SET sent_at = NULL").update();
        rig.passes(MINUTE.multipliedBy(10), outage.gateway());

        assertThat(rig.told()).containsExactly(BEGAN, BEGAN);
        assertThat(rig.webhook.requests.stream().map(request -> AlertRig.value(request, "id")))
                .containsOnly("tollgate:broker-away:1:began");
    }

    @Test
    void aReceiverThatIsAwayGetsBothOnceItIsBackTheBeginningFirst() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        rig.webhook.failures.set(Integer.MAX_VALUE);
        outage.begins();
        rig.passes(MINUTE.multipliedBy(20), outage.gateway());
        assertThat(undelivered(outage.gateway())).isOne();
        assertThat(outage.gateway().news().health().getDetails().toString())
                .contains("webhook", "1 not delivered", "it answers 500")
                .doesNotContain("secret-path");
        outage.ends();
        rig.passes(MINUTE.multipliedBy(10), outage.gateway());
        assertThat(undelivered(outage.gateway())).isEqualTo(2);
        assertThat(rig.webhook.requests).as("with a backoff").hasSizeBetween(5, 12);

        rig.webhook.failures.set(0);
        rig.webhook.requests.clear();
        rig.passes(MINUTE.multipliedBy(10), outage.gateway());

        assertThat(rig.told()).containsExactly(BEGAN, ENDED);
        assertThat(undelivered(outage.gateway())).isZero();
    }

    @Test
    void thatTheMailServerIsAwayGoesByTheWebhookAndByMailOnceItIsBack() throws Exception {
        Outage outage = new Outage(rig, Condition.MAIL_SERVER_AWAY, data);
        outage.begins();
        rig.passes(MINUTE.multipliedBy(10), outage.gateway());
        assertThat(rig.told()).containsExactly("began mail-server-away");
        assertThat(rig.mail.mails).isEmpty();

        outage.ends();
        rig.passes(MINUTE.multipliedBy(10), outage.gateway());
        assertThat(rig.told()).containsExactly("began mail-server-away", "ended mail-server-away");
        List<String> subjects = new ArrayList<>();
        for (var mail : rig.mail.mails) {
            subjects.add(mail.getSubject());
        }
        assertThat(subjects)
                .containsExactly(
                        "[tollgate gateway-1] mail-server-away began",
                        "[tollgate gateway-1] mail-server-away has ended");
        assertThat(rig.mail.mails.get(0).getMessageID())
                .isEqualTo("<tollgate.mail-server-away.1.began@tollgate.invalid>");
        assertThat(rig.mail.mails.get(0).getContent().toString()).contains("What to do", "./tollgate dlq list");
    }

    @Test
    void aSilenceKeepsTheBeginningBackAndWhatIsStillOnIsToldOnce() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        rig.silences.add(Condition.BROKER_AWAY, Duration.ofMinutes(30), "ann");
        outage.begins();
        rig.passes(MINUTE.multipliedBy(29), outage.gateway());
        assertThat(rig.told()).isEmpty();
        assertThat(active(outage.gateway(), Condition.BROKER_AWAY)).isOne();

        rig.passes(MINUTE.multipliedBy(10), outage.gateway());
        assertThat(rig.told()).containsExactly(BEGAN);
    }

    @Test
    void whatBeganAndEndedInASilenceIsNotTold() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        rig.silences.add(Condition.BROKER_AWAY, Duration.ofMinutes(30), "ann");
        outage.begins();
        rig.passes(MINUTE.multipliedBy(5), outage.gateway());
        outage.ends();
        rig.passes(MINUTE.multipliedBy(40), outage.gateway());
        assertThat(rig.told()).isEmpty();
    }

    @Test
    void whatWasToldIsToldToHaveEndedAlsoInASilence() {
        Outage outage = new Outage(rig, Condition.BROKER_AWAY, data);
        outage.begins();
        rig.passes(MINUTE.multipliedBy(3), outage.gateway());
        rig.silences.add(Condition.BROKER_AWAY, Duration.ofMinutes(30), "ann");
        outage.ends();
        rig.passes(MINUTE.multipliedBy(5), outage.gateway());
        assertThat(rig.told()).as("else a pager rings on").containsExactly(BEGAN, ENDED);
    }

    @Test
    void aHundredOfOneConditionAreFiveMessages() {
        rig.dead.set(IntStream.range(0, 100).boxed().collect(Collectors.toMap(n -> "type." + n, n -> 1L)));
        Gateway gateway = rig.gateway("gateway-1");
        rig.passes(MINUTE.multipliedBy(10), gateway);
        assertThat(rig.told()).hasSize(5);
        rig.dead.set(Map.of());
        rig.passes(MINUTE.multipliedBy(10), gateway);
        assertThat(rig.told()).hasSize(10);
    }

    @Test
    void whatNobodyKnowsNeitherBeginsNorEnds() {
        rig.dead.set(Map.of("charge.succeeded", 1L));
        Gateway gateway = rig.gateway("gateway-1");
        rig.passes(MINUTE.multipliedBy(3), gateway);
        rig.dead.set(null);
        rig.passes(MINUTE.multipliedBy(10), gateway);
        assertThat(rig.told()).containsExactly("began dead-events charge.succeeded");
    }

    @Test
    void eachGatewayTellsByItselfThatTheDatabaseIsAwayWithOneKey() throws Exception {
        Gateway one = rig.gateway("gateway-1");
        Gateway other = rig.gateway("gateway-2");
        rig.passes(MINUTE, one, other);
        rig.jdbc.sql("ALTER TABLE tollgate.stripe_run RENAME TO away").update();
        rig.passes(MINUTE.multipliedBy(5), one, other);
        assertThat(rig.told()).containsExactly("began database-away", "began database-away");
        assertThat(active(one, Condition.DATABASE_AWAY)).isOne();

        rig.jdbc.sql("ALTER TABLE tollgate.away RENAME TO stripe_run").update();
        rig.passes(MINUTE.multipliedBy(5), one, other);
        assertThat(rig.told().subList(2, rig.told().size()))
                .containsExactly("ended database-away", "ended database-away");
        assertThat(rig.webhook.requests.stream().map(request -> AlertRig.value(request, "key")))
                .containsOnly("tollgate:database-away");
        assertThat(rig.webhook.requests.stream().map(request -> AlertRig.value(request, "id")))
                .doesNotHaveDuplicates();
    }

    private static double active(Gateway gateway, Condition condition) {
        return gateway.registry()
                .get("tollgate.alerts.active")
                .tag("condition", condition.toString())
                .gauge()
                .value();
    }

    private static double undelivered(Gateway gateway) {
        return gateway.registry().get("tollgate.alerts.undelivered").gauge().value();
    }
}
