package fovea.cli;

import fovea.explain.Comparison;
import fovea.explain.Explainer;
import fovea.explain.Explanation;
import fovea.explain.Explanations;
import fovea.explain.MethodFigures;
import fovea.models.Model;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description = "Say which pixels of images a model's answer comes from, and whether that holds.",
    footer = {
      "",
      "Example: where does it look?",
      "  fovea explain runs/first holiday/cat.jpg --out why",
      "",
      "Example: why a cat rather than a dog, by two methods",
      "  fovea explain runs/first cat.jpg --class cat --rather-than dog"
          + " --method grad-cam,integrated-gradients",
      "",
      "Example: which explanation can be trusted?",
      "  fovea explain runs/first --data cifar10 --right 10 --compare",
      "",
      "Methods are saliency, input-x-gradient, integrated-gradients, smoothgrad, grad-cam,"
          + " grad-cam++, guided-backprop, occlusion, rise, kernel-shap and all. --compare says what"
          + " happens to the answer while relevant pixels go and come, how an explanation changes"
          + " with changes that nobody sees, and whether it is another one when the model's weights"
          + " are random; on shapes, also how much of it is on the object."
    })
final class ExplainCommand implements Callable<Integer> {
  /** Seconds after which someone wonders. */
  private static final double LONG = 10;

  private static final Path FOLDER = Path.of("explanations");

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private AskedImagesOptions images = new AskedImagesOptions();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      converter = MethodNames.Converter.class,
      description = "One or several, separated by commas (default: grad-cam; with --compare all).")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "The class to explain (default: the one the model takes an image for).")
  private @Nullable String about;

  @Option(
      names = "--rather-than",
      paramLabel = "NAME",
      description = "Explain why the class rather than this one.")
  private @Nullable String ratherThan;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "Of grad-cam and grad-cam++ (default: the last one with height and width).")
  private @Nullable String layer;

  @Option(names = "--compare", description = "Say how far each method can be trusted.")
  private boolean compare;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where pictures, raw values and a page go; `explanations` unless --json or --compare is"
              + " given.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Option(names = "--seed", paramLabel = "N", description = "Of random choices (default: 0).")
  private long seed;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    images.requireUsable();
    if (ratherThan != null && about != null && AskedClasses.isSame(ratherThan, about)) {
      throw wrong("--rather-than is %s, as --class is; expected another class".formatted(about));
    }
    int lanes = threads.number();
    ChosenMethods methods = ChosenMethods.of(named, compare, layer);
    if (layer != null && !methods.lookAtLayer()) {
      throw wrong("--layer is of grad-cam and grad-cam++, expected one of them by --method");
    }
    try (TrainedModel trained = TrainedModel.open(images.model())) {
      AskedClasses classes = AskedClasses.of(trained.model().classes(), about, ratherThan);
      requireLayer(trained);
      ExplanationFiles files = files();
      return explain(trained, trained.execution().onThreads(lanes), classes, methods, files);
    }
  }

  /** Before images are looked for, and a folder is made. */
  private void requireLayer(TrainedModel trained) {
    Model model = trained.model();
    if (layer != null) {
      try (Explainer explainer =
          Explainer.of(model.network(), model.input(), trained.execution())) {
        String unused = explainer.layer(layer);
      }
    }
  }

  private int explain(
      TrainedModel trained,
      Execution how,
      AskedClasses classes,
      ChosenMethods methods,
      @Nullable ExplanationFiles files) {
    Model network = trained.model();
    Rng rng = Rng.seeded(seed);
    List<Explanation> chosen;
    List<ExplainedImage> explained = new ArrayList<>();
    String looked;
    List<AskedImages.Failed> failed;
    try (Explainer explainer = Explainer.of(network.network(), network.input(), how)) {
      AskedImages asking = new AskedImages(console, trained, explainer, classes);
      List<AskedImage> asked = images.read(asking, console, trained, rng);
      failed = asking.failed();
      chosen = methods.fitting(explainer, asked.get(0), console);
      looked = chosen.stream().anyMatch(Explanations::looksAtLayer) ? explainer.layer(layer) : null;
      long start = System.nanoTime();
      for (AskedImage image : asked) {
        Rng own = rng.split("image", explained.size());
        explained.add(ExplainedImage.of(explainer, image, chosen, own));
      }
      if (compare) {
        sayHowLong((System.nanoTime() - start) / 1e9);
      }
    }
    List<MethodFigures> figures =
        compare ? compared(network, how, chosen, explained, rng) : List.of();
    tell(
        new ExplanationResult(
            images.model().toString(),
            network.classes(),
            looked,
            seed,
            chosen,
            explained,
            failed,
            figures),
        files);
    return failed.isEmpty() ? 0 : Errors.FAILURE;
  }

  /**
   * @param explained how long it took to explain the images once, in seconds
   */
  private void sayHowLong(double explained) {
    double seconds = Comparison.EXPLANATIONS * explained;
    if (seconds > LONG) {
      console.err().println("comparing takes about " + Text.roughly(seconds));
    }
  }

  private @Nullable ExplanationFiles files() {
    Path folder = out == null && !json && !compare ? FOLDER : out;
    if (folder == null) {
      return null;
    }
    ExplanationFiles files = new ExplanationFiles(folder, console);
    files.requireUsable();
    return files;
  }

  private List<MethodFigures> compared(
      Model network,
      Execution how,
      List<Explanation> chosen,
      List<ExplainedImage> explained,
      Rng rng) {
    return Comparison.of(
        network.network(),
        network.input(),
        how,
        chosen,
        explained.stream().map(image -> image.asked().forComparison()).toList(),
        rng,
        name -> console.err().println("compared " + name));
  }

  private void tell(ExplanationResult result, @Nullable ExplanationFiles files) {
    result.warnings().forEach(console::warn);
    List<Map<String, ExplanationFiles.Written>> written =
        files == null ? List.of() : files.write(result);
    ExplanationText.print(console.text(json), result);
    if (files != null) {
      console.text(json).println("pictures are in " + files.page());
    }
    if (json) {
      console.out().print(Json.of(ExplanationReport.of(result, written, compare)));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
