package fovea.cli;

import fovea.FoveaException;
import fovea.data.Copies;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.data.folder.ClassName;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images that a model is judged on. Of the data that it was trained on these are those that its
 * run held out; other data it never saw, as far as anyone knows, so all of them are.
 *
 * @param set the data
 * @param images of the model's classes, numbered as the model has them
 * @param part which of the data they are, as it stands after "images, "
 * @param unknown classes that the model doesn't have, with how many images were left out for it
 * @param notes what someone should know, one sentence each
 */
record Judged(
    DataSet set, Split images, String part, Map<String, Integer> unknown, List<String> notes) {

  private record Chosen(ImageSet images, String part, List<String> notes) {}

  /**
   * Chooses the images.
   *
   * @param named how the user calls the data
   * @throws FoveaException if they have no such split, as far as known, or no image of any class
   *     that the model has
   */
  static Judged of(TrainedModel trained, DataSet found, String named, SplitName split) {
    DataSet set = trained.asTrainedOn(found);
    boolean ofTheRun = trained.wasTrainedOn(set);
    if (split != SplitName.TEST && !set.hasValidation()) {
      requireKnown(trained, ofTheRun, named, split);
    }
    Chosen chosen =
        ofTheRun ? heldOut(trained, set, named, split) : unseen(trained, set, named, split);
    List<String> classes = trained.model().classes();
    ImageSet images = chosen.images.withClasses(classes);
    Map<String, Integer> unknown = unknown(chosen.images, classes);
    if (images.size() == 0) {
      boolean validationLeft = split == SplitName.TEST && set.hasValidation();
      throw new FoveaException(
          unknown.isEmpty()
              ? "%s: its %s split holds no images%s"
                  .formatted(
                      named,
                      split,
                      validationLeft ? "; to judge those in val/, name that folder" : "")
              : "%s: the model knows none of its classes (%s), only %s"
                  .formatted(
                      named, Text.names(List.copyOf(unknown.keySet())), Text.names(classes)));
    }
    List<String> notes = new ArrayList<>(chosen.notes);
    unknown.forEach(
        (name, count) ->
            notes.add(
                "left out %s of %s, which the model doesn't know"
                    .formatted(Text.count(count, "image"), name)));
    SplitNotes.missing(notes, split.toString(), images);
    return new Judged(set, split.of(images), chosen.part, unknown, List.copyOf(notes));
  }

  /** As the model's run had them, so that nothing it trained on is taken for held out. */
  private static Chosen heldOut(TrainedModel trained, DataSet set, String named, SplitName split) {
    Splits splits = trained.recipe().map(r -> r.split(set)).orElseGet(set::splits);
    ImageSet images =
        split
            .in(splits)
            .orElseThrow(
                () ->
                    new FoveaException(
                        trained.file() + ": its run held nothing out for validation"));
    Copies copies = Copies.of(splits);
    List<String> notes = new ArrayList<>();
    if (split == SplitName.TEST && set.testHeldOut()) {
      notes.add(DataArgument.heldOut(named, trained.recipe().orElseGet(Recipe::standard)));
    }
    notes.addAll(
        SplitNotes.of(
            new Copies(
                split == SplitName.TEST ? copies.trainAndTest() : 0,
                split == SplitName.VALIDATION ? copies.trainAndValidation() : 0,
                copies.twoClasses())));
    return new Chosen(images, split + " split of " + set.name(), notes);
  }

  /**
   * The images that a model was trained on, if it is known which of the data they are; those of
   * classes that it has lost since are left out.
   *
   * @param found the data as they were opened
   */
  static Optional<Split.Train> trainedOn(TrainedModel trained, DataSet found) {
    DataSet set = trained.asTrainedOn(found);
    if (!trained.wasTrainedOn(set) || trained.recipe().isEmpty()) {
      return Optional.empty();
    }
    ImageSet images = trained.recipe().get().split(set).train().images();
    return Optional.of(new Split.Train(images.withClasses(trained.model().classes())));
  }

  private static Chosen unseen(TrainedModel trained, DataSet set, String named, SplitName split) {
    ImageSet images = split.in(set.unseen()).orElseThrow();
    boolean all = split == SplitName.TEST && set.testHeldOut();
    List<String> notes = new ArrayList<>();
    if (all) {
      notes.add(whyAll(trained, named, set.hasValidation()));
      if (set.hasValidation()) {
        notes.add(
            "images in val/ are left out, as a temperature or a threshold may be chosen by them; to"
                + " judge them, name that folder");
      }
    } else if (changed(trained, named)) {
      notes.add(
          "%s; any images of its %s split that the model was trained on flatter the figures"
              .formatted(unsure(trained, named), split));
    }
    notes.addAll(SplitNotes.of(Copies.among(images)));
    String part = !all ? split + " split" : set.hasValidation() ? "all but val/" : "all";
    return new Chosen(images, part + " of " + set.name(), notes);
  }

  /** What a run held out of its data is not known of other data. */
  private static void requireKnown(
      TrainedModel trained, boolean ofTheRun, String named, SplitName split) {
    if (trained.data().isEmpty() || (ofTheRun && trained.recipe().isEmpty())) {
      throw new FoveaException(
          "%s: doesn't say which images were held out, so there is no %s split; judge it on test"
              .formatted(trained.file(), split));
    }
    if (!ofTheRun) {
      throw new FoveaException(
          "%s: not the data that the model was trained on, so its %s split is not known; judge it on test"
              .formatted(named, split));
    }
  }

  private static String whyAll(TrainedModel trained, String named, boolean hasValidation) {
    return "%s, so %s%s are judged; %s that %s trained on flatter the figures"
        .formatted(
            unsure(trained, named),
            trained.data().isEmpty() ? "all images of " + named : "all of its images",
            hasValidation ? " but those in val/" : "",
            changed(trained, named) ? "those" : "any",
            changed(trained, named) ? "the model was" : "it was");
  }

  /**
   * What someone should know of images that a model is judged on although nobody knows whether it
   * was trained on them.
   *
   * @param named how the user calls their data, which aren't those that it was trained on
   */
  static String perhapsTrainedOn(TrainedModel trained, String named) {
    return unsure(trained, named)
        + "; any of these images that it was trained on flatter its figures";
  }

  /** Why nobody knows which of these data a model was trained on. */
  private static String unsure(TrainedModel trained, String named) {
    if (trained.data().isEmpty()) {
      return "the model doesn't say what it was trained on";
    }
    return changed(trained, named)
        ? named + " has changed since the model was trained on it"
        : named + " isn't what the model was trained on";
  }

  /** Whether data that aren't those that a model was trained on lie where those lay. */
  private static boolean changed(TrainedModel trained, String named) {
    return trained.data().isPresent()
        && trained.dataName().filter(DataArgument.lasting(named)::equals).isPresent();
  }

  private static Map<String, Integer> unknown(ImageSet images, List<String> classes) {
    List<String> known = classes.stream().map(ClassName::composed).toList();
    int[] counts = images.perClass();
    Map<String, Integer> unknown = new LinkedHashMap<>();
    for (int c = 0; c < counts.length; c++) {
      String name = images.classes().get(c);
      if (counts[c] > 0 && !known.contains(ClassName.composed(name))) {
        unknown.put(name, counts[c]);
      }
    }
    return unknown;
  }
}
