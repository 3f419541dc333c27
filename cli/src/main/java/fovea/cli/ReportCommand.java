package fovea.cli;

import fovea.FoveaException;
import fovea.data.Noise;
import fovea.data.Shapes;
import fovea.files.FileKind;
import fovea.models.Model;
import fovea.report.Comparison;
import fovea.report.ComparisonPage;
import fovea.report.ReportPart;
import fovea.report.TrustPage;
import fovea.report.TrustReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Say on one page what a model is worth: accuracy, calibration, images of other things, varied"
            + " images, attacks, groups, cost; or compare two.",
    footer = {
      "",
      "Example: a page to look at, in minutes",
      "  fovea report runs/first --data cifar10",
      "",
      "Example: with as many images and as strong attacks as others report",
      "  fovea report runs/first --data cifar10 --full --out first.html",
      "",
      "Example: which of the two, and in what?",
      "  fovea report runs/first runs/second --data cifar10 --out both.html",
      "",
      "The page needs nothing but itself: no network and no scripts. What was measured is kept in"
          + " FILE.html.parts/, so that an interrupted report goes on where it was; parts of another"
          + " model, or of other data, are refused."
    })
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private JudgedModelOptions subject = new JudgedModelOptions();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN|MODEL",
      description = "Another one, to compare the first with.")
  private @Nullable Path other;

  @Option(
      names = "--quick",
      description = "1,000 images varied and 200 attacked with little effort; so unless --full.")
  private boolean quick;

  @Option(
      names = "--full",
      description = "5,000 images varied and 1,000 attacked as AutoAttack does.")
  private boolean full;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description =
          "The page. Unless given, it is report.html in the folder of a run, NAME-report.html beside a"
              + " model file, and comparison.html here of two.")
  private @Nullable Path out;

  @Option(
      names = "--unknown",
      paramLabel = "DATA",
      description =
          "Images of other things, as for `fovea evaluate`; noise, and shapes where they fit. May be"
              + " given several times.")
  private List<String> unknown = new ArrayList<>();

  @Option(
      names = "--groups",
      paramLabel = "FILE.csv|folders",
      description = "Also figures by group of images, as for `fovea evaluate`.")
  private @Nullable String groups;

  @Option(
      names = "--skip",
      paramLabel = "PARTS",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      converter = SkippedPart.class,
      description =
          "Leave out: gap, calibration, unknown, corruptions, sweeps, attacks, budgets, changes,"
              + " groups, shortcuts, explanations, cost.")
  private List<ReportPart> skipped = new ArrayList<>();

  @Option(names = "--anew", description = "Measure everything again, whatever was kept.")
  private boolean anew;

  @Mixin private JsonFileOption json = new JsonFileOption();

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (quick && full) {
      throw wrong("--quick doesn't go with --full");
    }
    Path page = out == null ? usualPage() : out;
    WritableFile.requireEnding(spec, "--out", page, ".html", ".htm");
    WritableFile.require(out, "the page", Set.of(FileKind.HTML));
    json.requireWritable();
    long start = System.nanoTime();
    if (other == null) {
      reportOn(page);
    } else {
      compare(page, other);
    }
    Table.leftAligned()
        .row("page", page)
        .row("measured", folder(page))
        .row("took", Text.duration((System.nanoTime() - start) / 1e9))
        .print(json.text(console));
    return 0;
  }

  private Path usualPage() {
    if (other != null) {
      return Path.of("comparison.html");
    }
    Path model = subject.model();
    if (Files.isDirectory(model)) {
      return model.resolve("report.html");
    }
    String name = String.valueOf(model.getFileName());
    return model.resolveSibling(name.replaceFirst("\\.safetensors$", "") + "-report.html");
  }

  /** Where parts are kept. */
  private static Path folder(Path page) {
    return page.resolveSibling(page.getFileName() + ".parts");
  }

  private void reportOn(Path page) {
    try (ReportSubject opened = ReportSubject.open(console, subject.model(), subject.data())) {
      WritableFile.require(page, "the page", Set.of(FileKind.HTML));
      TrustReport report = ReportWork.of(console, opened, request(opened), folder(page)).report();
      TrustPage.write(page, report);
      json.write(console, report);
    }
  }

  private void compare(Path page, Path second) {
    try (ReportSubject a = ReportSubject.open(console, subject.model(), subject.data());
        ReportSubject b = ReportSubject.open(console, second, subject.data())) {
      WritableFile.require(page, "the page", Set.of(FileKind.HTML));
      ReportWork first = ReportWork.of(console, a, request(a), folder(page).resolve("first"));
      ReportWork other = ReportWork.of(console, b, request(b), folder(page).resolve("second"));
      Comparison comparison = compared(first, other, a, b, second);
      ComparisonPage.write(page, comparison);
      json.write(console, comparison);
    }
  }

  private Comparison compared(
      ReportWork first, ReportWork other, ReportSubject a, ReportSubject b, Path second) {
    TrustReport one = first.report();
    TrustReport two = other.report();
    try (Rival.Opened opened =
        Rival.open(second, a.judged(), a.found(), subject.data(), SplitName.TEST)) {
      List<String> said = new ArrayList<>(a.judged().notes());
      said.addAll(b.judged().notes());
      List<String> notes = opened.warn(console, said);
      Rival rival = opened.judge(first.measurements().outputs(), first.measurements().bootstrap());
      return new Comparison(one, two, rival.test(), null, notes);
    } catch (FoveaException e) {
      return new Comparison(one, two, null, e.getMessage(), List.of());
    }
  }

  private ReportRequest request(ReportSubject opened) {
    Set<ReportPart> without = EnumSet.noneOf(ReportPart.class);
    without.addAll(skipped);
    return new ReportRequest(
        subject.data(),
        full ? ReportEffort.FULL : ReportEffort.QUICK,
        unknown.isEmpty() ? usualUnknown(opened) : unknown,
        groups,
        without,
        anew);
  }

  /** What every machine has: noise, and the built-in images where they fit and are new to it. */
  private static List<String> usualUnknown(ReportSubject opened) {
    Model network = opened.trained().model();
    boolean fit = network.input().size(1) == Shapes.SIZE && network.input().size(2) == Shapes.SIZE;
    return fit && Collections.disjoint(network.classes(), Shapes.classes())
        ? List.of(Noise.NAME, "shapes")
        : List.of(Noise.NAME);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
