package io.tollgate.relay;

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
        RelayProperties settings) {
    Held held() {
        return new Held(broker, runaways, breaker);
    }
}
