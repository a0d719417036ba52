package io.tollgate.bench;

/** What has come of a run, where it was to come. */
interface Arrivals {
    /**
     * Waits so many seconds at most until {@code atLeast} have come and no more do; {@link #last} says when that was.
     *
     * @return false when fewer have
     */
    boolean haveCome(int atLeast, int mostSeconds);

    int received();

    /** When the last one came, by {@link System#nanoTime}. */
    long last();
}
