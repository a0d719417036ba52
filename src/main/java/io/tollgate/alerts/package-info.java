/**
 * Watches the gateway and tells by mail and webhook: once when a thing begins, once when it ends. Knows the inbox, and of all other
 * packages their metrics.
 */
package io.tollgate.alerts;
