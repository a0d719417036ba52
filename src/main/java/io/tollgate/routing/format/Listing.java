package io.tollgate.routing.format;

import java.util.List;

/** A list; it may be changed. */
record Listing(List<Part> items, Remarks remarks) implements Part {}
