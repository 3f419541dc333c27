package fovea.run;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.files.GivenPath;
import fovea.files.WebAddress;
import fovea.models.Models;
import fovea.pretrained.OfficialWeights;
import fovea.pretrained.Pretrained;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a recipe's {@code from} names: a run, a file, or official weights. */
public final class StartingWeights {
  private StartingWeights() {}

  /**
   * The recipe with the network that its weights are of, where it leaves that to them.
   *
   * @throws FoveaException if there are no such weights, or they are of no network of the catalogue
   */
  public static Recipe resolve(Recipe recipe) {
    Optional<Path> file = recipe.startsFrom().map(StartingWeights::file);
    ModelSettings model = recipe.model();
    if (!model.name().equals(ModelSettings.PRETRAINED)) {
      return recipe;
    }
    if (file.isEmpty()) {
      throw new FoveaException(
          "the recipe fine-tunes weights, but doesn't say which; name them by --from FILE|RUN|NAME"
              + " (`fovea weights list` names some)");
    }
    Pretrained.Network network =
        Pretrained.read(file.get()).network(Models.CATALOGUE, model.arguments());
    return recipe.with(new ModelSettings(network.name(), network.arguments()));
  }

  /**
   * Refuses weights of another network than the recipe's, before any image is read.
   *
   * @throws FoveaException if they are, or can't be read
   */
  public static void requireFit(Recipe recipe) {
    ModelSettings model = recipe.model();
    if (!model.name().equals(ModelSettings.PRETRAINED)) {
      of(recipe)
          .ifPresent(
              weights ->
                  weights.requireFit(
                      new Pretrained.Network(model.name(), model.arguments()), Models.CATALOGUE));
    }
  }

  /**
   * A recipe's weights, if it starts from any.
   *
   * @throws FoveaException if they can't be read
   */
  static Optional<Pretrained> of(Recipe recipe) {
    return recipe.startsFrom().map(StartingWeights::file).map(Pretrained::read);
  }

  /**
   * SHA-256 of a recipe's weights, in hex, if it starts from any.
   *
   * @throws FoveaException if they can't be read
   */
  public static Optional<String> sha256(Recipe recipe) {
    return of(recipe).map(Pretrained::sha256);
  }

  /** A file or folder counts before a name. */
  static Path file(String from) {
    Path path = GivenPath.of(from);
    if (Files.exists(path) || WebAddress.is(from)) {
      return ModelPath.of(path);
    }
    return OfficialWeights.named(from)
        .orElseThrow(
            () ->
                new FoveaException(
                    "%s: no run, no file, and none of the weights that can be fetched.%s Those are %s."
                        .formatted(
                            from,
                            Spelling.didYouMean(from, OfficialWeights.names()),
                            String.join(", ", OfficialWeights.names()))))
        .requireIn(Home.folder());
  }
}
