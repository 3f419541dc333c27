package fovea.cli;

import fovea.FoveaException;
import fovea.audit.AuditedImages;
import fovea.audit.Auditor;
import fovea.audit.DataAudit;
import fovea.audit.FrozenFeatures;
import fovea.data.DataSet;
import fovea.data.Folds;
import fovea.data.ImageFolder;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.evaluate.Outputs;
import fovea.evaluate.Views;
import fovea.files.FileName;
import fovea.files.GivenPath;
import fovea.models.Head;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.train.OutOfFold;
import fovea.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The work of an audit, with progress shown.
 *
 * @param data as the user named it
 * @param model whose features judge the labels; null is networks trained for it
 * @param quick whether to train none
 */
record AuditWork(Console console, String data, @Nullable Path model, boolean quick) {
  private static final int FOLDS = 3;
  private static final long SEED = 1;

  /**
   * What came of it.
   *
   * @param images by the numbers that the audit has of them
   * @param unjudged why labels weren't judged, or some of them; null where all were, or nobody
   *     asked
   */
  record Found(DataAudit audit, AuditedImages images, @Nullable String unjudged, double seconds) {}

  Found find() {
    long start = System.nanoTime();
    Found found;
    if (model == null) {
      Recipe recipe = AuditRecipe.forSize(AuditRecipe.size(data));
      Opened opened = open(DataArgument.input(recipe), recipe);
      DataAudit audit = files(opened, recipe.threadCount());
      found =
          quick
              ? new Found(audit, opened.images, null, 0)
              : judged(opened, audit, folds -> byTraining(opened, audit, folds, recipe));
    } else {
      try (TrainedModel trained = TrainedModel.open(model)) {
        requireFeatures(trained);
        Recipe recipe = trained.recipe().orElseGet(Recipe::standard);
        Opened opened = open(trained.model().input(), recipe);
        DataAudit audit = files(opened, trained.execution().threads());
        found = judged(opened, audit, folds -> byFeatures(opened, audit, folds, trained));
      }
    }
    return new Found(found.audit, found.images, found.unjudged, (System.nanoTime() - start) / 1e9);
  }

  private record Opened(
      DataSet set,
      AuditedImages images,
      List<String> unreadable,
      IntFunction<Optional<Path>> files) {}

  /** All images, whether they were enough to train on or not. */
  private Opened open(Shape input, Recipe recipe) {
    List<ImageFolder> folders = new ArrayList<>();
    DataSet set = DataArgument.readToAudit(console, data, input, recipe, folders::add);
    Splits splits = set.testHeldOut() ? set.unseen() : set.splits();
    Map<String, ImageSet> parts = new LinkedHashMap<>();
    parts.put("train", splits.train().images());
    splits.validation().ifPresent(part -> parts.put("validation", part.images()));
    if (!set.testHeldOut()) {
      parts.put("test", splits.test().images());
    }
    AuditedImages images = AuditedImages.of(parts);
    return new Opened(
        set,
        images,
        folders.stream()
            .flatMap(folder -> folder.unreadable().stream())
            .map(ImageFolder.Unreadable::message)
            .toList(),
        folders.isEmpty() ? i -> Optional.empty() : i -> file(images.image(i).file()));
  }

  /** The file of an image that is called so; none where that isn't a path on this system. */
  private Optional<Path> file(String name) {
    try {
      return Optional.of(FileName.find(GivenPath.of(data), name)).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private DataAudit files(Opened opened, int threads) {
    console.err().println("Comparing %s.".formatted(Text.count(opened.images.size(), "image")));
    return new Auditor(opened.images, opened.files, threads)
        .withoutLabels(opened.set, opened.unreadable);
  }

  private int[] folds(Opened opened, DataAudit audit, ImageSet all) {
    Auditor auditor = new Auditor(opened.images, opened.files, 1);
    return Folds.of(all, auditor.pictures(audit), FOLDS, Rng.seeded(SEED).split("folds"));
  }

  /** Labels too, as far as there are images to hold out. */
  private Found judged(Opened opened, DataAudit audit, Function<int[], DataAudit> judge) {
    ImageSet all = opened.images.all();
    Optional<String> oneClass = Unjudged.oneClass(all);
    if (oneClass.isPresent()) {
      return new Found(audit, opened.images, data + ": " + oneClass.get(), 0);
    }
    int unused = Outputs.length(all.size(), all.classes().size()); // refuses too many
    int[] folds = folds(opened, audit, all);
    String unjudged =
        Unjudged.neverHeldOut(all, folds, FOLDS).map(why -> data + ": " + why).orElse(null);
    boolean any = IntStream.of(folds).anyMatch(fold -> fold >= 0);
    return new Found(any ? judge.apply(folds) : audit, opened.images, unjudged, 0);
  }

  private DataAudit byTraining(Opened opened, DataAudit audit, int[] folds, Recipe recipe) {
    ImageSet all = opened.images.all();
    Recipe fitted = AuditRecipe.fitted(recipe, all.size() / FOLDS * (FOLDS - 1));
    Interruption interruption = Interruption.watch();
    try (interruption;
        AuditProgress progress = new AuditProgress(console, FOLDS)) {
      List<TrainingListener> listeners = List.of(progress, interruption);
      double[] probabilities =
          OutOfFold.probabilities(fitted, all, folds, FOLDS, Views.MIRRORED_AND_SHIFTED, listeners);
      return new Auditor(opened.images, opened.files, 1)
          .withLabels(
              audit,
              "%d networks, each trained on %d parts of %d and judging the other"
                  .formatted(FOLDS, FOLDS - 1, FOLDS),
              folds,
              probabilities);
    } catch (CancellationException e) {
      throw interruption.interrupted();
    }
  }

  private DataAudit byFeatures(Opened opened, DataAudit audit, int[] folds, TrainedModel trained) {
    ImageSet all = opened.images.all();
    int classes = all.classes().size();
    // The features don't depend on the labels; the model may have other classes than the data.
    ImageSet asModel = all.unlabelled(trained.model().classes());
    Outputs<Split.Validation> outputs = trained.outputsWithFeatures(new Split.Validation(asModel));
    int[] labels = IntStream.range(0, all.size()).map(all::label).toArray();
    double[] probabilities =
        FrozenFeatures.probabilities(outputs.features(), labels, classes, folds, FOLDS);
    return new Auditor(opened.images, opened.files, 1)
        .withLabels(
            audit,
            "a classifier on the features of %s, fitted to %d parts of %d and judging the other"
                .formatted(trained.file(), FOLDS - 1, FOLDS),
            folds,
            probabilities);
  }

  private static void requireFeatures(TrainedModel trained) {
    try {
      Head unused = trained.head();
    } catch (FoveaException e) {
      throw new FoveaException(e.getMessage() + "; leave --model out", e);
    }
  }
}
