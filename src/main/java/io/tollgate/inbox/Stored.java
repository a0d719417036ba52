package io.tollgate.inbox;

import java.util.List;
import java.util.Set;

/**
 * What one INSERT has stored.
 *
 * @param ids those that were not known before, a set of the caller's own
 * @param reserved those of them that nobody claims until their lease is over
 */
record Stored(Set<String> ids, List<Entry> reserved) {}
