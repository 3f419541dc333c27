/**
 * Networks by name, each in one readable file. Start with {@link fovea.models.Models}, the
 * catalogue: a new network is one file, which declares its arguments, and one line there.
 */
@NullMarked
package fovea.models;

import org.jspecify.annotations.NullMarked;
