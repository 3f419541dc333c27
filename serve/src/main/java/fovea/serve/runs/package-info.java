/**
 * Trainings that run now, or have: what their folders say, as it happens. Start with {@link
 * fovea.serve.runs.RunEvents}.
 */
@NullMarked
package fovea.serve.runs;

import org.jspecify.annotations.NullMarked;
