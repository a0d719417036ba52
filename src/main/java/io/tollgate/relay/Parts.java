package io.tollgate.relay;

import io.tollgate.trace.Tracing;

/** What all threads of a relay share. */
record Parts(
        Broker broker,
        Breaker breaker,
        Blame blame,
        Settlement settlement,
        Recovery recovery,
        Runaways runaways,
        Watchdog watchdog,
        RelayMetrics metrics,
        Tracing tracing,
        RelayProperties settings) {
    Held held() {
        return new Held(broker, runaways, breaker);
    }
}
