package io.tollgate.routing.reload;

import java.nio.file.Path;

/**
 * The set that events run through.
 *
 * @param location of its files
 */
record InEffect(String hash, Path location) {}
