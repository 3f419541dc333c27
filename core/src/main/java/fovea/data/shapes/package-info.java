/**
 * How the images of the built-in data set are drawn. Start with {@link
 * fovea.data.shapes.ShapeDrawing}.
 */
@NullMarked
package fovea.data.shapes;

import org.jspecify.annotations.NullMarked;
