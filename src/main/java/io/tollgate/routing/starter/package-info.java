/** Flows to begin with, as text: nothing of it runs. */
package io.tollgate.routing.starter;
