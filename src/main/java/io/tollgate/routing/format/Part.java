package io.tollgate.routing.format;

/** A piece of YAML, apart from how it is written. */
sealed interface Part permits Scalar, Listing, Mapping {
    /** What stands before, beside and after it. */
    Remarks remarks();
}
