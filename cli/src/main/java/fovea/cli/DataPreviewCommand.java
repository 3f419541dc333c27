package fovea.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.files.FileKind;
import fovea.files.FileName;
import fovea.image.Pixels;
import fovea.recipe.Recipe;
import fovea.report.AugmentationSheet;
import fovea.run.TrainingImages;
import fovea.settings.Declared;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.train.AugmentedSamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description = "Draw training images as they are and as a recipe's augmentation shows them.",
    footer = {
      "",
      "Example: what does random erasing do to my photographs?",
      "  fovea data preview --data holiday/ --set augment.random-erasing.probability=1",
      "",
      "A row of the picture is an image and what becomes of it in the first six epochs, at full"
          + " size. The images make one batch; where a step mixes them, each one's shares of its"
          + " classes stand below it, and in the JSON."
    })
final class DataPreviewCommand implements Callable<Integer> {
  private static final int EPOCHS = 6;
  private static final int MOST_IMAGES = 64;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataAndRecipeOptions asked = new DataAndRecipeOptions();

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Change a value of the recipe, such as augment.rotation.degrees=15.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      description = "The picture (default: preview.png).")
  private Path out = Path.of("preview.png");

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many, of all classes in turns (default: 8).")
  private int images = 8;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which images and how they are varied (default: the recipe's).")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  DataPreviewCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(String file, List<String> augment, List<Image> images) {}

  /**
   * One of them.
   *
   * @param samples the shares of its classes, epoch by epoch
   */
  private record Image(@JsonProperty("class") String name, List<Map<String, Double>> samples) {}

  @Override
  public Integer call() {
    if (images < 1 || images > MOST_IMAGES) {
      throw wrong("--images is %d, expected 1 to %d".formatted(images, MOST_IMAGES));
    }
    WritableFile.requireEnding(spec, "--out", out, ".png");
    WritableFile.require(out, "the picture", Set.of(FileKind.PNG));
    List<String> all = new ArrayList<>(settings);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    String name = asked.recipe(null);
    Recipe chosen = Recipe.of(name).with(all);
    ImageSet train = DataArgument.open(console, asked.data(), chosen).splits().train().images();
    int[] shown = inTurns(train, Rng.seeded(chosen.seed()).split("preview"));
    try (Scope scope = Scope.open()) {
      List<Batch> samples = AugmentedSamples.of(chosen, train, shown, EPOCHS, scope);
      report(name, chosen, train, shown, samples);
    }
    return 0;
  }

  /** As many as asked for, or all: of each class one, then of each a second, and so on. */
  private int[] inTurns(ImageSet train, Rng rng) {
    int[] seen = new int[train.classes().size()];
    int[] turn = new int[train.size()];
    int[] order = rng.permutation(train.size());
    for (int image : order) {
      turn[image] = seen[train.label(image)]++;
    }
    return Arrays.stream(order)
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer image) -> turn[image]).thenComparingInt(train::label))
        .limit(images)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void report(
      String name, Recipe chosen, ImageSet train, int[] shown, List<Batch> samples) {
    List<List<Pixels>> pixels = samples.stream().map(TrainingImages::of).toList();
    List<List<Map<String, Double>>> shares =
        samples.stream().map(batch -> shares(batch, train.classes())).toList();
    List<AugmentationSheet.Row> rows = new ArrayList<>();
    List<Image> listed = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      int image = i;
      String trueClass = train.classes().get(train.label(shown[i]));
      Pixels original = new Pixels(train.width(), train.height(), train.pixels(shown[i]));
      List<Map<String, Double>> its = shares.stream().map(epoch -> epoch.get(image)).toList();
      rows.add(
          new AugmentationSheet.Row(
              new AugmentationSheet.Tile(original, trueClass),
              IntStream.range(0, EPOCHS)
                  .mapToObj(
                      epoch ->
                          new AugmentationSheet.Tile(
                              pixels.get(epoch).get(image), caption(its.get(epoch))))
                  .toList()));
      listed.add(new Image(trueClass, its));
    }
    AugmentationSheet.write(out, rows);
    List<String> steps =
        chosen.augment().stream().map(step -> Declared.name(step.getClass())).toList();
    if (json) {
      console.out().print(Json.of(new Report(FileName.ofPath(out), steps, listed)));
    } else {
      console
          .out()
          .println(
              "%s: %s of %s, as they are and in %d epochs of %s: %s"
                  .formatted(
                      FileName.ofPath(out),
                      Text.count(shown.length, "image"),
                      asked.data(),
                      EPOCHS,
                      name,
                      steps.isEmpty() ? "nothing varies them" : String.join(", ", steps)));
    }
  }

  /** Nothing where it is of one class, which stands below the original. */
  private static String caption(Map<String, Double> shares) {
    return shares.size() == 1
        ? ""
        : shares.entrySet().stream()
            .map(share -> "%.0f %% %s".formatted(100 * share.getValue(), share.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** Each image's classes, the largest share first. */
  private static List<Map<String, Double>> shares(Batch batch, List<String> classes) {
    float[] shares = batch.shares().toFloats();
    return IntStream.range(0, batch.size())
        .mapToObj(image -> shares(shares, image * classes.size(), classes))
        .toList();
  }

  private static Map<String, Double> shares(float[] all, int start, List<String> classes) {
    Map<String, Double> shares = new LinkedHashMap<>();
    IntStream.range(0, classes.size())
        .boxed()
        .filter(label -> all[start + label] > 0)
        .sorted(Comparator.comparingDouble(label -> -all[start + label]))
        .forEach(label -> shares.put(classes.get(label), Text.rounded(all[start + label])));
    return shares;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
