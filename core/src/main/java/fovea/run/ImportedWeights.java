package fovea.run;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.TextLines;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.ToBeLoaded;
import fovea.pretrained.ImageNet;
import fovea.pretrained.Pretrained;
import fovea.recipe.ModelSettings;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Others' weights, unchanged, as a model of Fovea's. */
public final class ImportedWeights {
  private static final int LARGEST_LIST = 10_000_000;

  private ImportedWeights() {}

  /**
   * What was written.
   *
   * @param network its name
   * @param normalization of images, where the weights didn't say how; a sentence
   */
  public record Written(String network, Optional<String> normalization) {}

  /**
   * Writes the model file.
   *
   * @param from a file, or a name of official weights
   * @param classes their names, in the order of the network's outputs; empty for ImageNet's
   * @param of the network, {@link ModelSettings#PRETRAINED} where the weights tell which, with the
   *     arguments that they don't tell
   * @throws FoveaException if the weights aren't a whole network's of as many classes, or {@code
   *     out} exists
   */
  public static Written write(
      String from, Optional<List<String>> classes, ModelSettings of, Path out) {
    if (Files.exists(out)) {
      throw new FoveaException(out + ": exists already; choose another file");
    }
    Pretrained weights = Pretrained.read(StartingWeights.file(from));
    if (weights.design().isPresent()) {
      throw new FoveaException(weights.file() + ": is a model of Fovea's already");
    }
    Pretrained.Network network =
        of.name().equals(ModelSettings.PRETRAINED)
            ? weights.network(Models.CATALOGUE, of.arguments())
            : weights.network(of.name(), Models.CATALOGUE, of.arguments());
    List<String> names = classes.orElseGet(ImageNet::classes);
    try (Model model = create(network, names)) {
      weights
          .classes(model)
          .filter(outputs -> outputs != names.size())
          .ifPresent(
              outputs -> {
                throw new FoveaException(
                    classes.isPresent()
                        ? "%s: is for %d classes, but %d are named"
                            .formatted(weights.file(), outputs, names.size())
                        : "%s: is for %d classes, which aren't ImageNet's; name them by --classes FILE"
                            .formatted(weights.file(), outputs));
              });
      weights.whole(model);
      model.network().eval();
      ModelFile.write(
          out,
          model,
          Map.of(
              TrainedModel.PRECISION,
              Precision.FLOAT32.toString(),
              "fovea.version",
              Version.current()));
      return new Written(model.name(), weights.normalization(model));
    }
  }

  private static Model create(Pretrained.Network network, List<String> classes) {
    try (ToBeLoaded block = ToBeLoaded.block()) {
      return Models.create(network.name(), network.arguments(), classes, Rng.seeded(0));
    }
  }

  /**
   * Names of classes, one a line; empty lines don't count.
   *
   * @throws FoveaException if the file can't be read, or isn't such a list
   */
  public static List<String> classes(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST_LIST) {
        throw new FoveaException(file + ": too large to be a list of classes, one a line");
      }
      return TextLines.of(file);
    } catch (CharacterCodingException e) {
      throw new FoveaException(file + ": not UTF-8 text, expected names of classes, one a line", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }
}
