package io.tollgate.forget;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Set;

/** The way to the broker. */
public interface BrokerSide {
    /**
     * @return started; the caller closes it
     * @throws JMSException when it does not answer
     * @throws io.tollgate.InvalidConfiguration when it is not known, or another one than it should be
     */
    Connection open() throws JMSException;

    /** The queues of the routes, as far as they are known. */
    Set<String> queues();
}
