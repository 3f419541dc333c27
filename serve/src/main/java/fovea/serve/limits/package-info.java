/** What the service takes, and how it says no. Start with {@link fovea.serve.limits.Refusal}. */
@NullMarked
package fovea.serve.limits;

import org.jspecify.annotations.NullMarked;
