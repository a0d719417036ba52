/** The words of the pages, in each language. */
package io.tollgate.console.words;
