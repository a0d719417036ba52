/**
 * The step {@code hydrate} of flows behind queues: what to ask Stripe about an event, and what becomes of the answer. Who is asked, Stripe or a
 * stand-in, is {@link io.tollgate.hydrate.Asking}. Knows no other package.
 */
package io.tollgate.hydrate;
