/**
 * Finds the images that are most like another by a network's features. {@link
 * fovea.similar.IndexBuild} makes an index, {@link fovea.similar.ImageIndex} answers from it, and
 * {@link fovea.similar.IndexFindings} says which of its images are copies or like no other.
 */
@NullMarked
package fovea.similar;

import org.jspecify.annotations.NullMarked;
