/** Sample events, and who signs and posts them as Stripe would. */
package io.tollgate.samples;
