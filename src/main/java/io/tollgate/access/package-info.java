/** Who may ask: roles, and the tokens of programs. Knows no HTTP, and no other package but text. */
package io.tollgate.access;
