/**
 * The edge: what a request must be before anything behind it sees it. {@link io.tollgate.webhook.Door} decides on path,
 * method and size and keeps the raw bytes; routes/receive.camel.yaml then calls {@link
 * io.tollgate.webhook.SignatureVerifier}, the inbox and what {@link io.tollgate.webhook.RouteAnswers} answers with.
 */
package io.tollgate.webhook;
