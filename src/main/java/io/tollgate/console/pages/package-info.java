/** What operators see in a browser: pages over the same questions as the API, in the words of their language. */
package io.tollgate.console.pages;
