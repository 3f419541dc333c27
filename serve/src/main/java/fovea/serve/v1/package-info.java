/** The service's own requests. Start with {@link fovea.serve.v1.Predict}. */
@NullMarked
package fovea.serve.v1;

import org.jspecify.annotations.NullMarked;
