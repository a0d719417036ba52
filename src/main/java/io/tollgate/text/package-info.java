/** Text of strangers and of payloads, on its way to a log, a table, a terminal or a file. Knows no other package. */
package io.tollgate.text;
