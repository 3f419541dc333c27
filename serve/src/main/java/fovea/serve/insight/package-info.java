/**
 * What the page shows of a model besides its answers: why, what changes them, what lies between
 * picture and answer. All of it waits in a short queue of its own. Start with {@link
 * fovea.serve.insight.Insights}.
 */
@NullMarked
package fovea.serve.insight;

import org.jspecify.annotations.NullMarked;
