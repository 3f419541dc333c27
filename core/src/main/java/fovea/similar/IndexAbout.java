package fovea.similar;

import java.nio.file.Path;

/**
 * What an index is of.
 *
 * @param model whose features it holds
 * @param sha256 of the model's weights, in hex: another model's features mean other things
 * @param folder the images lie in
 */
public record IndexAbout(Path model, String sha256, Path folder) {}
