package fovea.run;

import fovea.FoveaException;
import fovea.evaluate.Familiarity;
import fovea.evaluate.Features;
import fovea.evaluate.KnownFeatures;
import fovea.io.ModelFile;
import fovea.io.Safetensors;
import fovea.models.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model of other classes than that it was made of, with all else that the other's file
 * says: where it came from, how sure it may be, and when an image shows none of its classes.
 */
public final class ChangedModel {
  private ChangedModel() {}

  /**
   * Writes the model.
   *
   * @param file a new one
   * @param more features of images that count as known from now on, or null
   * @throws FoveaException if there is something of that name, or it can't be written
   */
  public static void write(
      Path file, Model changed, TrainedModel from, ClassChange change, @Nullable Features more) {
    requireFree(file);
    Map<String, String> metadata = new LinkedHashMap<>(Safetensors.read(from.file()).metadata());
    List<ClassChange> changes = new ArrayList<>(changes(from.file(), metadata));
    changes.add(change);
    metadata.put(ClassChange.KEY, RunJson.line(changes).strip());
    ModelFile.write(file, changed, metadata);
    Optional<KnownFeatures> known = knownFeatures(from);
    if (known.isPresent()) {
      KnownFeatures now = more == null ? known.get() : known.get().with(more);
      String sha256 = FeatureFile.write(FeatureFile.beside(file), now);
      Fitted fitted = from.fitted();
      new Fitted(fitted.temperature(), fitted.noneOfThese().map(old -> old.comparing(sha256)))
          .storeIn(file);
    }
  }

  /**
   * @throws FoveaException if the model would overwrite something
   */
  public static void requireFree(Path file) {
    for (Path each : List.of(file, FeatureFile.beside(file))) {
      if (Files.exists(each)) {
        throw new FoveaException(each + ": exists already; name a file that doesn't");
      }
    }
  }

  /**
   * The classes of a model that it was taught after its training, by photos that aren't among the
   * images that it was trained on.
   *
   * @throws FoveaException if its file says nothing that can be read of them
   */
  public static List<String> added(TrainedModel trained) {
    Set<String> gained =
        changes(trained.file(), Safetensors.metadata(trained.file())).stream()
            .filter(change -> ClassChange.ADDED.equals(change.kind()))
            .map(ClassChange::name)
            .collect(Collectors.toSet());
    return trained.model().classes().stream().filter(gained::contains).toList();
  }

  private static List<ClassChange> changes(Path file, Map<String, String> metadata) {
    String json = metadata.get(ClassChange.KEY);
    if (json == null) {
      return List.of();
    }
    String where = "%s, `%s` in its metadata".formatted(file, ClassChange.KEY);
    ClassChange[] changes = RunJson.parse(json, ClassChange[].class, where);
    if (Arrays.stream(changes).anyMatch(Objects::isNull)) {
      throw new FoveaException(where + ": one of them is null, expected changes of classes");
    }
    return List.of(changes);
  }

  private static Optional<KnownFeatures> knownFeatures(TrainedModel from) {
    return Optional.ofNullable(from.reading().noneOfThese())
        .filter(rejecting -> rejecting.by() instanceof Familiarity.NearestFeatures)
        .map(rejecting -> ((Familiarity.NearestFeatures) rejecting.by()).known());
  }
}
