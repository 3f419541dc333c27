package fovea.cli;

import fovea.FoveaException;
import fovea.audit.GroupReport;
import fovea.data.DataSet;
import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Abstention;
import fovea.evaluate.Assessment;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Calibration;
import fovea.evaluate.Evaluator;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Outputs;
import fovea.evaluate.Temperature;
import fovea.evaluate.Views;
import fovea.nn.Prepared;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    description = "Judge a model on a data set: accuracy, loss, each class, and the confusions.",
    footer = {
      "",
      "Example: the figures on images that the model never saw",
      "  fovea evaluate runs/first --data cifar10",
      "",
      "Example: new photos, in a folder for each class; some of the classes are enough",
      "  fovea evaluate runs/pets --data new-photos/",
      "",
      "Of the data that the model was trained on, the images that its run held out are judged; of"
          + " another folder those in test/, which will do alone, or all of them if there is none.",
      "",
      "Example: is it better than the other one, or is that chance?",
      "  fovea evaluate runs/second --data cifar10 --against runs/first",
      "",
      "Example: does it notice images of other things?",
      "  fovea evaluate runs/first --data cifar10 --unknown cifar-100/ --unknown noise",
      "",
      "Example: is it as good by night as by day?",
      "  fovea evaluate runs/street --data street/ --groups light.csv",
      "",
      "Example: for a program",
      "  fovea evaluate runs/first --data cifar10 --json - | jq .accuracy"
    })
final class EvaluateCommand implements Callable<Integer> {
  /** As many as CIFAR-10 has to test with. */
  static final int MOST_TRAINING_IMAGES = 10_000;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private JudgedModelOptions subject = new JudgedModelOptions();

  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--views",
      description =
          "Also say the accuracy over mirrored and shifted views of each image, which takes seven"
              + " times as long.")
  private boolean views;

  @Mixin private JsonFileOption json = new JsonFileOption();

  @Option(names = "--int8", description = "In 8-bit whole numbers, after `fovea quantize RUN`.")
  private boolean int8;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description =
          "How often images are drawn anew for the 95 %% intervals; 0 for none (default: 1000).")
  private int resamples = Bootstrap.USUAL;

  @Option(
      names = "--gap",
      description =
          "Also judge as many of the images that the model was trained on, 10,000 at most, and say"
              + " by how much it is better on them.")
  private boolean gap;

  @Option(
      names = "--against",
      paramLabel = "RUN|MODEL",
      description = "Another model, judged on the same images: is the difference more than chance?")
  private @Nullable Path against;

  @Option(
      names = "--error-rate",
      paramLabel = "RATE",
      converter = Share.class,
      description =
          "How sure the model must be for at most so many wrong answers, such as 1%%: chosen by"
              + " validation images, and tried on the images judged.")
  private @Nullable Double errorRate;

  @Option(
      names = "--unknown",
      paramLabel = "DATA",
      description =
          "Images of other things, which the model should tell apart: data as for --data, or noise."
              + " May be given several times.")
  private List<String> unknown = new ArrayList<>();

  @Option(
      names = "--groups",
      paramLabel = "FILE.csv|folders",
      description =
          "Also the figures by group of images: by the columns of a CSV file, file and one or more"
              + " others, or by the folders below those of the classes.")
  private @Nullable String groups;

  @Option(
      names = "--shortcuts",
      description =
          "Also what predictions follow: colours, surroundings, position or the middle, by swapping"
              + " each between images.")
  private boolean shortcuts;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireUsable();
    json.requireWritable();
    try (TrainedModel trained = subject.open();
        Prepared network = trained.prepared(int8)) {
      DataSet found = subject.read(console, trained);
      Judged judged = subject.choose(console, trained, found, split.name());
      List<ImageGroups> grouped = groups == null ? List.of() : groups(groups, judged);
      try (Asked asked =
          new Asked(
              gap ? seenInTraining(trained, found) : null,
              errorRate == null ? null : ValidationImages.of(trained, found, subject.data()),
              new UnknownInputs(console, trained).open(unknown),
              grouped,
              against == null // the last, as nothing would close it
                  ? null
                  : rival(against, judged, found))) {
        Bootstrap bootstrap =
            new Bootstrap(
                resamples, Rng.seeded(0).split("bootstrap"), trained.execution().threads());
        Outputs<Split> outputs = outputs(trained, network, judged.images());
        EvaluationReport report =
            EvaluationReport.of(
                trained,
                int8 ? "int8" : trained.execution().precision().toString(),
                judged,
                split.name().toString(),
                resamples,
                Assessment.of(outputs, bootstrap, trained.temperature()),
                besides(trained, network, found, judged, asked, outputs, bootstrap));
        new EvaluationText(report, json.text(console)).print();
        json.write(console, report);
        return 0;
      }
    }
  }

  /** What is asked for besides, found before the work so that what can't be had is known then. */
  private record Asked(
      Split.@Nullable Train seen,
      @Nullable Judged validation,
      List<UnknownInputs.Others> others,
      List<ImageGroups> groups,
      Rival.@Nullable Opened rival)
      implements AutoCloseable {
    @Override
    public void close() {
      if (rival != null) {
        rival.close();
      }
    }
  }

  /** Another model; what someone should know of it is said. */
  private Rival.Opened rival(Path other, Judged judged, DataSet found) {
    Rival.Opened opened = Rival.open(other, judged, found, subject.data(), split.name());
    List<String> unused = opened.warn(console, judged.notes());
    return opened;
  }

  private List<ImageGroups> groups(String named, Judged judged) {
    List<ImageGroups> found = ImageGroups.from(named, judged.set(), judged.images().images());
    int without = found.get(0).without();
    if (without > 0) {
      console.warn(Text.count(without, "image") + " in no group, which count in the whole alone");
    }
    return found;
  }

  private void requireUsable() {
    Bounds.requireAtLeast(0, spec, "--resamples", resamples);
    if (errorRate != null && errorRate >= 1) {
      throw wrong("--error-rate is %s, expected less than 1 (or 100%%)".formatted(errorRate));
    }
    if (int8 && (against != null || gap || !unknown.isEmpty() || errorRate != null)) {
      throw wrong(
          "--int8 doesn't go with --gap, --against, --error-rate or --unknown, which judge the model"
              + " as it is");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Outputs<Split> outputs(TrainedModel trained, Prepared network, Split images) {
    return unknown.isEmpty()
        ? Outputs.of(network, images, trained.execution().threads(), Views.PLAIN)
        : trained.outputsWithFeatures(images);
  }

  private EvaluationReport.Besides besides(
      TrainedModel trained,
      Prepared network,
      DataSet found,
      Judged judged,
      Asked asked,
      Outputs<Split> outputs,
      Bootstrap bootstrap) {
    int threads = trained.execution().threads();
    return new EvaluationReport.Besides(
        views
            ? Evaluator.evaluate(network, judged.images(), threads, Views.MIRRORED_AND_SHIFTED)
                .accuracy()
            : null,
        trained
            .fitted()
            .temperature()
            .map(fitted -> trained.temperature().applied(outputs))
            .map(applied -> Calibration.of(applied, bootstrap))
            .orElse(null),
        asked.seen == null ? null : gap(asked.seen, network, threads, outputs, bootstrap),
        asked.rival == null ? null : asked.rival.judge(outputs, bootstrap),
        asked.validation == null || errorRate == null
            ? null
            : selective(trained, network, asked.validation, outputs, errorRate),
        asked.others.isEmpty()
            ? null
            : new UnknownInputs(console, trained).of(asked.others, found, outputs, bootstrap),
        groups == null
            ? null
            : asked.groups.stream().map(each -> GroupReport.of(each, outputs, bootstrap)).toList(),
        shortcuts ? shortcuts(network, judged.images().images(), threads) : null);
  }

  private @Nullable ShortcutReport shortcuts(Prepared network, ImageSet images, int threads) {
    Optional<ShortcutReport> report = ShortcutReport.of(network, images, threads);
    if (report.isEmpty()) {
      console.warn(ShortcutReport.ONE_CLASS);
    }
    return report.orElse(null);
  }

  private Split.Train seenInTraining(TrainedModel trained, DataSet found) {
    return Judged.trainedOn(trained, found)
        .orElseThrow(
            () ->
                new FoveaException(
                    subject.data()
                        + ": not the data that the model was trained on, so there is no gap to"
                        + " say; leave out --gap, or name the model's own data"));
  }

  private static GeneralisationGap gap(
      Split.Train train,
      Prepared network,
      int threads,
      Outputs<Split> outputs,
      Bootstrap bootstrap) {
    int images = Math.min(MOST_TRAINING_IMAGES, outputs.size());
    Outputs<Split.Train> known =
        Outputs.of(network, new Split.Train(train.images().spread(images)), threads, Views.PLAIN);
    return GeneralisationGap.of(known, outputs, bootstrap);
  }

  /** By probabilities as `fovea predict` says them. */
  private EvaluationReport.@Nullable Selective selective(
      TrainedModel trained,
      Prepared network,
      Judged validation,
      Outputs<Split> outputs,
      double wanted) {
    Temperature temperature = trained.temperature();
    Abstention chosen;
    try {
      chosen =
          Abstention.choose(
              temperature.applied(
                  Outputs.of(
                      network,
                      ValidationImages.split(validation),
                      trained.execution().threads(),
                      Views.PLAIN)),
              wanted);
    } catch (FoveaException e) { // the other figures stand
      console.warn(String.valueOf(e.getMessage()));
      return null;
    }
    return new EvaluationReport.Selective(
        chosen,
        split.name() == SplitName.VALIDATION ? null : chosen.on(temperature.applied(outputs)));
  }
}
