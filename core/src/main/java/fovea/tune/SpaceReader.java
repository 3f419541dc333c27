package fovea.tune;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.settings.AllSettings;
import fovea.settings.AllSettings.Listed;
import fovea.settings.Declared;
import fovea.settings.FlatSettings;
import fovea.settings.Named;
import fovea.settings.YamlNode;
import fovea.tensor.Shape;
import fovea.tune.Space.Condition;
import fovea.tune.Space.Searched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what is searched of a recipe: everything but the bounds follows from its settings. */
final class SpaceReader {
  private static final String NAME = ".name";
  private static final String MODEL = "model.name";
  private static final String ARGUMENTS = "model.arguments.";

  /** What decides which images there are and how long a trial is: trials couldn't be compared. */
  private static final Pattern FIXED =
      Pattern.compile(
          "version|seed|from|epochs|epochsFor|validation|threads|precision|oversize|skipBroken|testViews"
              + "|shapes\\..*|earlyStopping\\..*|model\\.arguments\\.imageSize");

  private static final String NOT_COMPARED =
      "; trials that differ in that can't be compared, so set it in the recipe";

  private final Recipe recipe;
  private final Map<String, String> told;

  SpaceReader(Recipe recipe) {
    this.recipe = recipe;
    told = FlatSettings.of(recipe);
  }

  /**
   * @param space a setting's path, and which values it may have
   */
  Space read(YamlNode.Mapping space) {
    List<Searched> searched = new ArrayList<>();
    space
        .entries()
        .forEach(
            (path, values) ->
                searched.add(
                    searched(path, origin(space, path), values, space.entries().keySet())));
    for (Searched one : searched) {
      requireSometimes(one, searched, origin(space, one.dimension().path()));
      for (String name : names(one, searched)) {
        tryOut(one.dimension(), origin(space, one.dimension().path()), List.of(name));
      }
    }
    return new Space(searched);
  }

  /** Refuses a setting of names that no trial will have. */
  private static void requireSometimes(Searched one, List<Searched> searched, String origin) {
    Condition condition = one.condition().orElse(null);
    if (condition != null && names(one, searched).isEmpty()) {
      throw new FoveaException(
          "%s: `%s` is a setting of %s, and none of these is among what `%s` is searched among"
              .formatted(
                  origin,
                  one.dimension().path(),
                  condition.names().stream().sorted().collect(Collectors.joining(", ")),
                  condition.path()));
    }
  }

  private static String origin(YamlNode.Mapping space, String path) {
    return space.keyOrigins().getOrDefault(path, space.origin());
  }

  /** The names among those searched that a dimension counts with, as {@code --set} takes them. */
  private static List<String> names(Searched one, List<Searched> searched) {
    return one.condition().stream()
        .flatMap(
            condition ->
                searched.stream()
                    .map(Searched::dimension)
                    .filter(dimension -> dimension.path().equals(condition.path()))
                    .flatMap(SpaceReader::values)
                    .filter(condition.names()::contains)
                    .map(name -> condition.path() + "=" + name))
        .toList();
  }

  private static Stream<String> values(Dimension dimension) {
    return dimension instanceof Dimension.Choice choice
        ? choice.values().stream()
        : Stream.of(dimension.value(0), dimension.value(Math.nextDown(1.0)));
  }

  private Searched searched(String path, String origin, YamlNode values, Set<String> all) {
    if (FIXED.matcher(path).matches()) {
      throw new FoveaException(
          "%s: `%s` can't be searched: trials that differ in it can't be compared; set it in the recipe"
              .formatted(origin, path));
    }
    List<Listed> declared = declared(path, origin);
    Optional<Condition> condition = condition(path, origin, declared, all);
    Dimension dimension = new DimensionReader(path, origin, declared.get(0).setting()).read(values);
    if (condition.isEmpty()) {
      tryOut(dimension, origin, List.of());
    }
    return new Searched(dimension, condition);
  }

  /** All settings of this path: several, where records of a family have one each. */
  private List<Listed> declared(String path, String origin) {
    if (path.startsWith(ARGUMENTS)) {
      return List.of(argument(path, origin));
    }
    String own = path.endsWith(NAME) ? path.substring(0, path.length() - NAME.length()) : path;
    List<Listed> found =
        AllSettings.of(Recipe.class).stream()
            .filter(
                one ->
                    one.path().equals(path) || (one.path().equals(own) && one.setting().isFamily()))
            .filter(one -> !one.path().contains("[]"))
            .toList();
    if (found.isEmpty()) {
      throw new FoveaException(
          "%s: a recipe has no setting `%s`.%s"
              .formatted(origin, path, Spelling.didYouMean(path, paths())));
    }
    Declared setting = found.get(0).setting();
    if (setting.isFree() || setting.isList() || (setting.isSection() && own.equals(path))) {
      throw new FoveaException(
          "%s: `%s` has settings of its own; name those that are searched, with dots between"
              .formatted(origin, path));
    }
    return found;
  }

  private Listed argument(String path, String origin) {
    String key = path.substring(ARGUMENTS.length());
    Class<?> network = Models.CATALOGUE.named(recipe.model().name());
    List<Declared> arguments = Declared.in(network);
    return arguments.stream()
        .filter(argument -> argument.key().equals(key))
        .findFirst()
        .map(argument -> new Listed(path, network, argument))
        .orElseThrow(
            () ->
                new FoveaException(
                    "%s: model `%s` has no argument `%s`.%s"
                        .formatted(
                            origin,
                            recipe.model().name(),
                            key,
                            Spelling.didYouMean(
                                key, arguments.stream().map(Declared::key).toList()))));
  }

  private static boolean declares(String network, String key) {
    return Declared.in(Models.CATALOGUE.named(network)).stream()
        .anyMatch(argument -> argument.key().equals(key));
  }

  private static List<String> paths() {
    return AllSettings.of(Recipe.class).stream()
        .filter(one -> one.setting().isFamily() || !one.setting().isSection())
        .map(one -> one.setting().isFamily() ? one.path() + NAME : one.path())
        .filter(path -> !path.contains("[]"))
        .distinct()
        .toList();
  }

  /** Of a setting that only some records of a family have, where their name is searched too. */
  private Optional<Condition> condition(
      String path, String origin, List<Listed> declared, Set<String> all) {
    if (path.startsWith(ARGUMENTS) && all.contains(MODEL)) {
      String key = path.substring(ARGUMENTS.length());
      return Optional.of(
          new Condition(
              MODEL,
              Models.names().stream()
                  .filter(network -> declares(network, key))
                  .collect(Collectors.toSet())));
    }
    String section = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    String name = section + NAME;
    boolean ofFamily =
        !path.endsWith(NAME)
            && AllSettings.of(Recipe.class).stream()
                .anyMatch(one -> one.path().equals(section) && one.setting().isFamily());
    if (!ofFamily) {
      return Optional.empty();
    }
    Set<String> names =
        declared.stream()
            .map(Listed::record)
            .filter(record -> record.isAnnotationPresent(Named.class))
            .map(Declared::name)
            .collect(Collectors.toSet());
    if (all.contains(name)) {
      return Optional.of(new Condition(name, names));
    }
    String chosen = told.getOrDefault(name, "");
    if (!names.contains(chosen)) {
      throw new FoveaException(
          "%s: `%s` is a setting of %s, and the recipe's `%s` is %s"
              .formatted(origin, path, String.join(", ", names), name, chosen));
    }
    return Optional.empty();
  }

  /**
   * Refuses whatever the recipe itself would refuse.
   *
   * @param before what is changed in it first
   */
  private void tryOut(Dimension dimension, String origin, List<String> before) {
    for (String value : values(dimension).toList()) {
      try {
        List<String> changes = new ArrayList<>(before);
        changes.add(dimension.path() + "=" + value);
        Recipe changed = recipe.with(changes);
        requireSameImages(changed);
        requireSameDivision(changed);
      } catch (FoveaException e) {
        String why = String.valueOf(e.getMessage()).replaceFirst("^--set [^:]*: ", "");
        throw new FoveaException(
            "%s: `%s` can't be %s: %s".formatted(origin, dimension.path(), value, why), e);
      }
    }
  }

  /** Another network begins with its own arguments, its size of images among them. */
  private void requireSameImages(Recipe changed) {
    Shape own = Models.input(recipe.model().name(), recipe.model().arguments());
    Shape others = Models.input(changed.model().name(), changed.model().arguments());
    if (!own.equals(others)) {
      throw new FoveaException(
          "it takes images of %d pixels by itself, and the recipe's network %d"
              .formatted(others.size(1), own.size(1)));
    }
  }

  /** An objective may hold out images of its own, or go by groups that a search doesn't know. */
  private void requireSameDivision(Recipe changed) {
    if (changed.holdOut() != recipe.holdOut()) {
      throw new FoveaException("it holds out other images than the recipe" + NOT_COMPARED);
    }
    if (changed.usesGroups() != recipe.usesGroups()) {
      throw new FoveaException(
          (changed.usesGroups()
                  ? "it goes by groups of images, and the recipe doesn't"
                  : "the recipe goes by groups of images, and it doesn't")
              + NOT_COMPARED);
    }
  }
}
