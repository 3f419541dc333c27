package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.data.DataSet;
import fovea.files.GivenPath;
import fovea.nn.Prepared;
import fovea.run.TrainedModel;
import fovea.variation.InputVariation;
import fovea.variation.OfficialCorruptions;
import fovea.variation.Study;
import fovea.variation.StudyTime;
import fovea.variation.Sweep;
import fovea.variation.VariationJudge;
import fovea.variation.corruption.Corruption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Judge a model on varied images: noise, blur, weather and compression at five severities,"
            + " turns, shifts, flips, and how far brightness, contrast and noise may go.",
    footer = {
      "",
      "Example: all of it, on a thousand images",
      "  fovea vary runs/first --data cifar10",
      "",
      "Example: the official files of CIFAR-10-C, in the folder that holds their labels.npy",
      "  fovea vary runs/first --data CIFAR-10-C/ --images 10000",
      "",
      "Images are generated with the constants of CIFAR-10-C, and above 64 pixels with those of"
          + " ImageNet-C, so figures are close to those on the official files and not the same;"
          + " frost lies in drawn textures. docs/variation.md says what each does."
    })
final class VaryCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final String STANDARD = "standard";
  private static final String NONE = "none";
  private static final String FLIPS = "flips";

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private JudgedModelOptions subject = new JudgedModelOptions();

  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--corruptions",
      paramLabel = "NAMES",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description =
          "all (19), standard (the 15 that count), none, or names such as fog,motion_blur"
              + " (default: all).")
  private List<String> corruptions = new ArrayList<>();

  @Option(
      names = "--severity",
      paramLabel = "N",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description = "1 to 5 (default: all of them).")
  private List<Integer> severities = new ArrayList<>();

  @Option(
      names = "--sweeps",
      paramLabel = "NAMES",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description =
          "all, none, or of rotation, shiftRight, shiftDown, jpegQuality, brightness, contrast,"
              + " noise, flips (default: all).")
  private List<String> sweeps = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "At most so many images of the split, drawn by the seed (default: 1000).")
  private int images = 1000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which images, and how they are varied (default: 1).")
  private long seed = 1;

  @Mixin private JsonFileOption json = new JsonFileOption();

  VaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Bounds.requireAtLeast(1, spec, "--images", images);
    for (int severity : severities) {
      if (severity < 1 || severity > Corruption.SEVERITIES) {
        throw wrong(
            "--severity is %d, expected 1 to %d".formatted(severity, Corruption.SEVERITIES));
      }
    }
    requireKnown();
    json.requireWritable();
    try (TrainedModel trained = subject.open();
        Prepared network = trained.prepared(false)) {
      Path folder = GivenPath.of(subject.data());
      VariationReport report =
          OfficialCorruptions.isFolder(folder)
              ? official(trained, network, OfficialCorruptions.open(folder))
              : generated(trained, network);
      report.print(json.text(console));
      json.write(console, report);
      return 0;
    }
  }

  /** Names are looked at before the model is. */
  private void requireKnown() {
    try {
      List<Corruption> unused = chosen(List.of());
    } catch (FoveaException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    List<Sweep> unused = sweeps();
  }

  private VariationReport generated(TrainedModel trained, Prepared network) {
    Study study =
        new Study(chosen(List.of(Corruption.values())), severities(), sweeps(), withFlips());
    DataSet found = subject.read(console, trained);
    Judged judged = subject.choose(console, trained, found, split.name());
    VariationJudge judge =
        VariationJudge.of(network, judged.images(), images, trained.execution().threads(), seed);
    console
        .err()
        .printf(
            "Judging %s in %s; this takes about %s.%n",
            Text.count(judge.images().size(), "image"),
            Text.count(study.passes(), "variation"),
            Text.roughly(StudyTime.seconds(study, judge)));
    try (StudyLine progress = new StudyLine(console)) {
      InputVariation varied = study.of(judge, progress);
      return VariationReport.of(
          trained, judged.set().name(), judged.set().fingerprint(), judged.part(), varied);
    }
  }

  private VariationReport official(
      TrainedModel trained, Prepared network, OfficialCorruptions files) {
    if (!sweeps.isEmpty() && !sweeps.equals(List.of(NONE))) {
      throw wrong(
          "--sweeps doesn't go with the official files, whose images are corrupted already");
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--split")) {
      throw wrong("--split doesn't go with the official files, which are of test images");
    }
    Study study = new Study(chosen(files.corruptions()), severities(), List.of(), false);
    try (StudyLine progress = new StudyLine(console)) {
      InputVariation found =
          files.judge(
              study,
              network,
              trained.model().classes(),
              trained.model().input(),
              images,
              trained.execution().threads(),
              seed,
              progress);
      return VariationReport.of(
          trained, subject.data(), null, "official files of " + subject.data(), found);
    }
  }

  private List<Integer> severities() {
    return severities.isEmpty()
        ? Study.everySeverity()
        : severities.stream().distinct().sorted().toList();
  }

  /**
   * @param all that there are
   */
  private List<Corruption> chosen(List<Corruption> all) {
    if (corruptions.isEmpty() || corruptions.equals(List.of(ALL))) {
      return all;
    }
    if (corruptions.equals(List.of(NONE))) {
      return List.of();
    }
    return corruptions.equals(List.of(STANDARD))
        ? Corruption.standard()
        : corruptions.stream().map(Corruption::named).distinct().toList();
  }

  private boolean everySweep() {
    return sweeps.isEmpty() || sweeps.equals(List.of(ALL));
  }

  private boolean withFlips() {
    return everySweep() || sweeps.contains(FLIPS);
  }

  private List<Sweep> sweeps() {
    if (everySweep()) {
      return Sweep.ALL;
    }
    return sweeps.equals(List.of(NONE))
        ? List.of()
        : sweeps.stream().filter(name -> !name.equals(FLIPS)).distinct().map(this::sweep).toList();
  }

  private Sweep sweep(String name) {
    List<String> names =
        Stream.concat(Sweep.ALL.stream().map(Sweep::name), Stream.of(FLIPS)).toList();
    return Sweep.ALL.stream()
        .filter(sweep -> sweep.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "there is no sweep `%s`.%s They are %s."
                        .formatted(
                            name, Spelling.didYouMean(name, names), String.join(", ", names))));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
