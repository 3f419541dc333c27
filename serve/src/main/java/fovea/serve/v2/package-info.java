/** The Open Inference Protocol, version 2. Start with {@link fovea.serve.v2.Infer}. */
@NullMarked
package fovea.serve.v2;

import org.jspecify.annotations.NullMarked;
