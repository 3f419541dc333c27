/** What the service measures of itself, for Prometheus. */
@NullMarked
package fovea.serve.metrics;

import org.jspecify.annotations.NullMarked;
