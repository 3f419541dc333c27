package fovea.cli;

import fovea.FoveaException;
import fovea.audit.AuditKind;
import fovea.audit.AuditedImages;
import fovea.audit.DataAudit;
import fovea.files.AtomicFile;
import fovea.files.FileKind;
import fovea.files.FileName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    description = "Look for broken files, copies and wrong labels in a data set.",
    footer = {
      "",
      "Example: a page with the images that are worth a look",
      "  fovea data audit photos/ --out audit.html",
      "",
      "Example: no build with copies of test images among those to train on",
      "  fovea data audit photos/ --quick --fail-on leaks,unreadable",
      "",
      "Labels are judged by networks that are trained for it, each on a part of the images, and judge"
          + " the others; --model judges by the features of a trained model instead, and --quick"
          + " leaves labels out. Exits with 0 whatever is found, unless --fail-on names a kind that"
          + " is: then with 1. With --quick and without --model, all is every kind but labels. Where"
          + " --fail-on asks for labels and they can't all be judged (a single class, or fewer than"
          + " three different images of one), it exits with 1, too.",
      "",
      "Kinds: unreadable, odd-size, dark, blurred, empty, duplicates (copies within a split), leaks"
          + " (copies across splits), conflicts (copies filed under different classes),"
          + " lookalikes (copies perhaps), imbalance, labels."
    })
final class DataAuditCommand implements Callable<Integer> {
  private static final String PAGE = "audit.html";
  private static final String FINDINGS = "audit.json";

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DATA", description = "cifar10, shapes, or a folder.")
  private String data = "";

  @Mixin private JsonFileOption json = new JsonFileOption();

  @Option(
      names = "--out",
      paramLabel = "FOLDER|FILE.html",
      description = "Write a page with pictures; into a folder, JSON and sheets of suspects, too.")
  private @Nullable Path out;

  @Option(
      names = "--model",
      paramLabel = "RUN|MODEL",
      description = "Judge the labels by this model's features, in the size that it takes.")
  private @Nullable Path model;

  @Option(
      names = "--quick",
      description = "Train nothing: files and copies alone, and labels if there is a --model.")
  private boolean quick;

  @Option(
      names = "--fix",
      paramLabel = "FILE.csv",
      description = "Write a list of what a cleaned copy keeps; the data stay as they are.")
  private @Nullable Path fix;

  @Option(
      names = "--fail-on",
      paramLabel = "KINDS",
      split = Commas.SPLIT,
      splitSynopsisLabel = Commas.LABEL,
      description =
          "Exit with 1 if any of these is found: kinds, with commas between them, or all, which is"
              + " all that is looked for.")
  private List<String> failOn = new ArrayList<>();

  DataAuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    FailOn failing = failing();
    json.requireWritable();
    WritableFile.requireText(fix, "the list", AuditFiles.LIST, "such a list");
    if (out != null) {
      requireUsable(out);
    }
    failing.note().ifPresent(console::warn);
    AuditWork.Found found = new AuditWork(console, data, model, quick).find();
    DataAudit audit = found.audit();
    AuditReport report = AuditReport.of(audit, found.unjudged(), found.seconds());
    report.print(json.text(console));
    json.write(console, report);
    if (out != null) {
      write(out, report, audit, found.images());
    }
    if (fix != null) {
      AuditFiles.writeCleanList(fix, audit, found.images());
    }
    if (found.unjudged() != null && !failing.kinds().contains(AuditKind.LABELS)) {
      console.warn(found.unjudged());
    }
    List<String> failures = failing.failures(audit, found.unjudged());
    failures.forEach(console::warn);
    return failures.isEmpty() ? 0 : Errors.FAILURE;
  }

  private static void write(Path out, AuditReport report, DataAudit audit, AuditedImages images) {
    if (isPage(out)) {
      AuditFiles.writePage(out, audit, images);
      return;
    }
    AuditFiles.createFolder(out);
    AuditFiles.writePage(out.resolve(PAGE), audit, images);
    AtomicFile.write(out.resolve(FINDINGS), Json.of(report));
    AuditFiles.writeSuspects(out, audit, images);
  }

  private static boolean isPage(Path out) {
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".html") || name.endsWith(".htm");
  }

  private FailOn failing() {
    try {
      return FailOn.of(failOn, !quick || model != null);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Before the work rather than after it. */
  private static void requireUsable(Path out) {
    if (isPage(out)) {
      WritableFile.require(out, "the page", Set.of(FileKind.HTML));
    } else if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new FoveaException(
          FileName.ofPath(out) + ": a file, expected a folder or a name that ends in .html");
    } else if (!Files.isDirectory(out)) {
      WritableFile.require(out, "the findings");
    } else {
      WritableFile.require(out.resolve(PAGE), "the page", Set.of(FileKind.HTML));
      WritableFile.requireText(out.resolve(FINDINGS), "the findings", WritableFile.JSON, "JSON");
      AuditFiles.requireOwnSuspects(out);
    }
  }
}
