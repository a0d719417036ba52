/** What operators ask and do, one class a question: the commands, the API and the pages are faces of it. Knows no HTTP and no terminal. */
package io.tollgate.operations;
