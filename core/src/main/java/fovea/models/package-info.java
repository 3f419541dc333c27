/**
 * Networks by name, each in one readable file. Start with {@link fovea.models.Models}; a new
 * network is one file and one line in its catalogue.
 */
@NullMarked
package fovea.models;

import org.jspecify.annotations.NullMarked;
