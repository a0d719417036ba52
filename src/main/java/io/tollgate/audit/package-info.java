/** Who did what, and who looked at what: rows that are added and never changed. Knows no other package but text. */
package io.tollgate.audit;
