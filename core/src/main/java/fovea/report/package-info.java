/**
 * Pages and pictures of what was found. Start with {@link fovea.report.TrustPage}, what a model is
 * worth, or {@link fovea.report.Curves}; everything is drawn from plain records, never from
 * tensors.
 */
@NullMarked
package fovea.report;

import org.jspecify.annotations.NullMarked;
