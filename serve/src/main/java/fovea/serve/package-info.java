/** Models over HTTP: fast, polite, and from one jar. Start with {@link fovea.serve.Service}. */
@NullMarked
package fovea.serve;

import org.jspecify.annotations.NullMarked;
