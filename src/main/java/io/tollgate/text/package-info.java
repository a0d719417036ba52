/** Text of strangers and of payloads, on its way to a log, a table or a terminal. Knows no other package. */
package io.tollgate.text;
