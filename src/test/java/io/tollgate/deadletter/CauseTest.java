package io.tollgate.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.command.ActiveMQTextMessage;
import org.junit.jupiter.api.Test;

class CauseTest {
    private static final String POLICY =
            "RedeliveryPolicy {destination = null, maximumRedeliveries = 6, preDispatchCheck = true}";

    @Test
    void isWhatTheClientSaysWithoutTheSettingsOfItsRedelivery() throws Exception {
        Cause cause = cause("java.lang.Throwable: Delivery[7] exceeds redelivery policy limit:" + POLICY
                + ", cause:java.lang.IllegalStateException: no such stock");
        assertThat(cause).isEqualTo(new Cause("java.lang.IllegalStateException: no such stock", 7));
    }

    @Test
    void isWhatTheBrokerSaysWhereTheClientSaysNothing() throws Exception {
        assertThat(cause("java.lang.Throwable: Exceeded redelivery policy limit:" + POLICY + ", cause:null"))
                .isEqualTo(new Cause("Exceeded redelivery policy limit", 1));
        assertThat(cause("java.lang.Throwable: duplicate from store for queue://q"))
                .isEqualTo(new Cause("duplicate from store for queue://q", 1));
    }

    @Test
    void countsTheTriesOfAFlow() throws Exception {
        assertThat(cause("HttpOperationFailedException: statusCode: 500 (step call-erp), after 24 tries")
                        .deliveries())
                .isEqualTo(24);
        assertThat(cause("IllegalStateException, after 1 try").deliveries()).isEqualTo(1);
    }

    @Test
    void hasNoWordsOfTheBody() throws Exception {
        assertThat(cause(
                                "java.lang.Throwable: Delivery[2] exceeds redelivery policy limit:" + POLICY
                                        + ", cause:java.lang.RuntimeException: no customer Zoë at zoe@example.com in {\"a\": 1}")
                        .text())
                .isEqualTo("java.lang.RuntimeException: no customer … at … in …");
    }

    @Test
    void isTheMailServersWhereTheBrokerSaysNothing() throws Exception {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        message.setStringProperty("mailRefusal", "SMTPAddressFailedException: 550 no such user");
        assertThat(Cause.of(message).text()).isEqualTo("SMTPAddressFailedException: 550 no such user");
        assertThat(Cause.of(new ActiveMQTextMessage())).isEqualTo(new Cause(null, 1));
    }

    private static Cause cause(String said) throws Exception {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        message.setText("{\"name\": \"Zoë\"}");
        message.setStringProperty("dlqDeliveryFailureCause", said);
        return Cause.of(message);
    }
}
