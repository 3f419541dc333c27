/**
 * Models while they are served: opened, warmed, replaced, and closed when nobody uses them any
 * more. Start with {@link fovea.serve.model.ServedModels}.
 */
@NullMarked
package fovea.serve.model;

import org.jspecify.annotations.NullMarked;
