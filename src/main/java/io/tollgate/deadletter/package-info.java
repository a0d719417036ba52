/** What stands in the broker's dead letter queues: shown, moved back, removed. Plain JMS, so that it works on any broker. */
package io.tollgate.deadletter;
