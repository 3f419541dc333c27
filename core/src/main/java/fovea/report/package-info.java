/**
 * Pictures of what was found: training curves and contact sheets of predictions. Start with {@link
 * fovea.report.Curves}; everything is drawn from plain records, never from tensors.
 */
@NullMarked
package fovea.report;

import org.jspecify.annotations.NullMarked;
