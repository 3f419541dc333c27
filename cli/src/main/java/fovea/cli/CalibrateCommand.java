package fovea.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Calibration;
import fovea.evaluate.Familiarity;
import fovea.evaluate.KnownFeatures;
import fovea.evaluate.NoneOfThese;
import fovea.evaluate.Outputs;
import fovea.evaluate.Temperature;
import fovea.run.ChangedModel;
import fovea.run.FeatureFile;
import fovea.run.Fitted;
import fovea.run.FittedTemperature;
import fovea.run.FittedThreshold;
import fovea.run.TrainedModel;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Fit a model's probabilities to validation images, so that it is as often right as it is"
            + " sure, and store that in the model.",
    footer = {
      "",
      "Example: `fovea predict` says calibrated probabilities from then on",
      "  fovea calibrate runs/first --data cifar10",
      "",
      "Example: and answers `none of these` for what is unlike all images that it knows",
      "  fovea calibrate runs/first --data cifar10 --none-of-these energy",
      "",
      "The images are those that the model's run held out for validation, or those in val/ of other"
          + " data. The weights stay as they are, and which class is the most probable, too. What it"
          + " comes to on test images says `fovea evaluate`."
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final String OFF = "off";

  /** Fewer leave the temperature uncertain by a tenth or more. */
  private static final int FEW = 500;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private JudgedModelOptions subject = new JudgedModelOptions();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      converter = SplitName.Converter.class,
      description = "validation, and nothing else: no other images may choose anything.")
  private SplitName split = SplitName.VALIDATION;

  @Option(
      names = "--none-of-these",
      paramLabel = "METHOD",
      description =
          "Also store from when on an image shows none of the classes, by max-softmax, energy or"
              + " nearest-features; off removes that from the model.")
  private @Nullable String noneOfThese;

  @Option(
      names = "--accept",
      paramLabel = "SHARE",
      converter = Share.class,
      description =
          "Share of validation images that must not be taken for none of the classes; 0.95 unless"
              + " given.")
  private double accept = NoneOfThese.ACCEPTED;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  /**
   * What was stored.
   *
   * @param before calibration of the validation images without the temperature
   * @param after with it
   */
  record Report(
      String model,
      String data,
      int images,
      double temperature,
      Calibration before,
      Calibration after,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FittedThreshold noneOfThese) {}

  CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireUsable();
    try (TrainedModel trained = subject.open()) {
      DataSet found = subject.read(console, trained);
      Judged judged = ValidationImages.of(trained, found, subject.data());
      judged.notes().forEach(console::warn);
      if (byFeatures()) {
        requireImagesOfAddedClasses(trained, found);
      }
      Outputs<Split.Validation> outputs = outputs(trained, ValidationImages.split(judged));
      Optional<Temperature> told = temperature(outputs);
      if (outputs.size() < FEW) {
        console.warn(
            "%s: few to calibrate by; of some thousands the figures are steadier"
                .formatted(Text.count(outputs.size(), "validation image")));
      }
      String fingerprint = judged.set().fingerprint();
      Optional<FittedThreshold> threshold = threshold(trained, found, outputs, fingerprint);
      Optional<FittedTemperature> fitted =
          told.map(by -> new FittedTemperature(by.value(), outputs.size(), fingerprint))
              .or(() -> trained.fitted().temperature());
      new Fitted(fitted, threshold).storeIn(trained.file());
      Temperature temperature =
          new Temperature(
              fitted.map(FittedTemperature::temperature).orElse(Temperature.NONE.value()));
      Report report =
          new Report(
              trained.file().toString(),
              judged.set().name(),
              outputs.size(),
              temperature.value(),
              Calibration.of(outputs, Bootstrap.none()),
              Calibration.of(temperature.applied(outputs), Bootstrap.none()),
              threshold.orElse(null));
      print(report, told.isPresent(), judged.part(), console.text(json));
      if (json) {
        console.out().print(Json.of(report));
      }
      return 0;
    }
  }

  private void requireUsable() {
    if (split == SplitName.TEST) {
      throw wrong(
          "--split is test, by which nothing may be chosen, or figures on it would flatter the model;"
              + " leave --split out, and validation images are taken");
    }
    if (split == SplitName.TRAIN) {
      throw wrong(
          "--split is train, and a model is surer of images that it was trained on than of others;"
              + " leave --split out, and validation images are taken");
    }
    if (noneOfThese != null
        && !noneOfThese.equals(OFF)
        && !Familiarity.NAMES.contains(noneOfThese)) {
      throw wrong(
          "--none-of-these is `%s`, expected %s or %s"
              .formatted(noneOfThese, String.join(", ", Familiarity.NAMES), OFF));
    }
    Bounds.requireShare(spec, "--accept", accept);
    boolean accepts = spec.commandLine().getParseResult().hasMatchedOption("--accept");
    if (accepts && (noneOfThese == null || noneOfThese.equals(OFF))) {
      throw wrong("--accept goes with --none-of-these and a method, which has that threshold");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Empty where none can be told, though what is asked for besides needs none. */
  private Optional<Temperature> temperature(Outputs<Split.Validation> outputs) {
    try {
      return Optional.of(Temperature.fit(outputs));
    } catch (FoveaException e) {
      if (noneOfThese == null) {
        throw e;
      }
      console.warn("the temperature stays as it is: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean byFeatures() {
    return Familiarity.NearestFeatures.NAME.equals(noneOfThese);
  }

  private Outputs<Split.Validation> outputs(TrainedModel trained, Split.Validation images) {
    return byFeatures()
        ? trained.outputsWithFeatures(images)
        : Outputs.of(trained.model().network(), images, trained.execution());
  }

  /** The one to be stored: a new one, none, or the one that the model has. */
  private Optional<FittedThreshold> threshold(
      TrainedModel trained, DataSet found, Outputs<Split.Validation> outputs, String fingerprint) {
    if (noneOfThese == null) {
      return trained.fitted().noneOfThese();
    }
    Optional<Familiarity> named =
        Familiarity.named(noneOfThese, () -> knownFeatures(trained, found));
    return named.map(by -> threshold(by, trained, outputs, fingerprint)); // off has none
  }

  /** The features of the photos that classes were learnt from would be lost. */
  private void requireImagesOfAddedClasses(TrainedModel trained, DataSet found) {
    Optional<ImageSet> known = Judged.trainedOn(trained, found).map(Split::images);
    if (known.isEmpty()) {
      return; // which is refused for itself
    }
    int[] images = known.get().perClass();
    List<String> without =
        ChangedModel.added(trained).stream()
            .filter(name -> images[trained.model().classes().indexOf(name)] == 0)
            .toList();
    if (!without.isEmpty()) {
      throw new FoveaException(
          "%s: learnt %s from photos that aren't in %s, so nearest-features would take others like them for none of these; choose another method, or calibrate the model before such classes are added"
              .formatted(trained.file(), Text.names(without), subject.data()));
    }
  }

  private KnownFeatures knownFeatures(TrainedModel trained, DataSet found) {
    return UnknownInputs.known(trained, found)
        .orElseThrow(
            () ->
                new FoveaException(
                    subject.data()
                        + ": not the data that the model was trained on, whose features"
                        + " nearest-features compares with; name those, or choose another"
                        + " method"));
  }

  private FittedThreshold threshold(
      Familiarity by, TrainedModel trained, Outputs<Split.Validation> outputs, String fingerprint) {
    String features =
        by instanceof Familiarity.NearestFeatures nearest
            ? FeatureFile.write(FeatureFile.beside(trained.file()), nearest.known())
            : null;
    NoneOfThese fitted = NoneOfThese.accepting(by, outputs, accept);
    return new FittedThreshold(
        by.name(),
        fitted.threshold(),
        accept,
        outputs.size(),
        fingerprint,
        features,
        Objects.requireNonNull(fitted.validation()).reached());
  }

  private static void print(Report report, boolean fitted, String part, PrintStream out) {
    Table.leftAligned()
        .row(
            "temperature",
            String.format(
                Locale.ROOT,
                "%.4f, %s %s, %s",
                report.temperature,
                fitted ? "by" : "as it was, seen on",
                Text.count(report.images, "image"),
                part))
        .print(out);
    out.println();
    Table table = Table.aligned("lrr").row("", "before", "after");
    row(table, "loss", report.before.loss(), report.after.loss());
    row(table, "Brier score", report.before.brier(), report.after.brier());
    row(table, "calibration error", report.before.ece(), report.after.ece());
    row(table, "in bins of equal mass", report.before.eceEqualMass(), report.after.eceEqualMass());
    table.print(out);
    out.println();
    FittedThreshold threshold = report.noneOfThese;
    Table end = Table.leftAligned();
    if (threshold != null) {
      end.row(
          "none of these",
          String.format(
              Locale.ROOT,
              "below %.4f by %s, as at most %s of %s are",
              threshold.threshold(),
              threshold.method(),
              Text.percent(1 - threshold.accepted()),
              Text.count(threshold.images(), "validation image")));
    }
    end.row("stored in", report.model).print(out);
  }

  private static void row(Table table, String title, double before, double after) {
    table.row(
        title,
        String.format(Locale.ROOT, "%.4f", before),
        String.format(Locale.ROOT, "%.4f", after));
  }
}
