/** Removes what is kept of one customer of yours: ids and counts stay. Asks the inbox and the broker; knows no HTTP and no terminal. */
package io.tollgate.forget;
