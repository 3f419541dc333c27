/**
 * HTTP as such, by Jetty, whom only this package knows: exchanges, routes, bodies, who may ask,
 * what is logged. Start with {@link fovea.serve.http.Exchange}.
 */
@NullMarked
package fovea.serve.http;

import org.jspecify.annotations.NullMarked;
