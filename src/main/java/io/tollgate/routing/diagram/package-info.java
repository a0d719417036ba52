/** What a route does, step by step, as Camel has read it. */
package io.tollgate.routing.diagram;
