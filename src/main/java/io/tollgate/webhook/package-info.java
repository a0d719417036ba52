/**
 * The edge: what a request must be before anything behind it sees it. {@link io.tollgate.webhook.RawBodyFilter} decides
 * on path, method and size and keeps the raw bytes; routes/receive.camel.yaml then calls {@link
 * io.tollgate.webhook.SignatureVerifier}, the inbox and {@link io.tollgate.webhook.Acknowledgement}.
 */
package io.tollgate.webhook;
