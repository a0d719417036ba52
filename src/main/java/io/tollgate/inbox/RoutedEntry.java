package io.tollgate.inbox;

import java.util.List;

/**
 * What one attempt reached.
 *
 * @param destinations in order, such as {@code jms:queue:stripe.disputes}
 * @param millis how long the routing took, in milliseconds
 */
public record RoutedEntry(Entry entry, List<String> destinations, int millis) {}
