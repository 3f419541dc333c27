package fovea.cli;

import fovea.FoveaException;
import fovea.Visible;
import fovea.data.Copies;
import fovea.data.DataSet;
import fovea.data.ImageFolder;
import fovea.data.ImageSet;
import fovea.data.PixelPlace;
import fovea.data.Splits;
import fovea.data.folder.LeftOut;
import fovea.files.FileName;
import fovea.recipe.Recipe;
import fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Show a data set's classes, splits, counts and fingerprint.",
    footer = {
      "",
      "Example: is this folder laid out as it should be?",
      "  fovea data info holiday/",
      "",
      "Lists every image that can't be read, however many there are, and what else is left out;"
          + " --json names each file. Fails only where not even `fovea train --skip-broken` could"
          + " train: if the folder is laid out otherwise, holds what is enough to judge on only, or"
          + " none of a class can be read.",
      "",
      "A folder's images are read as the article's network takes them, 32 x 32; the fingerprint"
          + " holds for that size. Images that take more than half of Java's memory are decoded once,"
          + " into a cache under FOVEA_HOME; FOVEA_CACHE_GB (default: 100) limits all caches together."
    })
final class DataInfoCommand implements Callable<Integer> {
  private static final int ALIKE = 10;

  private final Console console;

  @Parameters(paramLabel = "DATA", description = "cifar10, shapes, or a folder.")
  private String data = "";

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  DataInfoCommand(Console console) {
    this.console = console;
  }

  /**
   * What programs read.
   *
   * @param images how many of each class, by split
   * @param testHeldOut whether the test images are a part of those to train on
   * @param fingerprint null, as copies, where nothing can be trained on
   * @param pixels where they are while the data set is used
   * @param copies of pictures that lie in more than one place
   */
  private record Report(
      String name,
      List<String> classes,
      int height,
      int width,
      Map<String, List<Integer>> images,
      boolean testHeldOut,
      @Nullable String fingerprint,
      @Nullable Pixels pixels,
      @Nullable Copies copies,
      List<String> unreadable,
      List<Left> leftOut) {}

  /**
   * @param kept {@code memory} or {@code cache}
   * @param folder of the cache
   */
  private record Pixels(String kept, long bytes, @Nullable String folder) {
    static Pixels of(PixelPlace place) {
      Path cache = place.cache();
      return cache == null
          ? new Pixels("memory", place.bytes(), null)
          : new Pixels("cache", place.bytes(), FileName.ofPath(cache));
    }

    @Override
    public String toString() {
      String size = String.format(Locale.ROOT, "%,.1f MB in ", bytes / 1e6);
      return size + (folder == null ? "memory" : "the cache " + folder);
    }
  }

  private record Left(String path, String reason) {}

  @Override
  public Integer call() {
    Recipe standard = Recipe.standard();
    Shape input = DataArgument.input(standard);
    List<ImageFolder> folders = new ArrayList<>();
    try {
      DataSet set = DataArgument.readToJudge(console, data, input, standard, folders::add);
      folders.forEach(ImageFolder::requireTrainable);
      Splits splits = set.splits();
      print(report(set, splits, folders), SplitNotes.of(splits), folders);
    } catch (FoveaException e) {
      folders.forEach(folder -> print(report(folder, input), List.of(), folders));
      throw e;
    }
    return 0;
  }

  private static Report report(DataSet set, Splits splits, List<ImageFolder> folders) {
    Map<String, List<Integer>> images = new LinkedHashMap<>();
    images.put("train", counts(splits.train().images()));
    splits.validation().ifPresent(split -> images.put("validation", counts(split.images())));
    images.put("test", counts(splits.test().images()));
    return new Report(
        set.name(),
        set.classes(),
        set.height(),
        set.width(),
        images,
        set.testHeldOut(),
        set.fingerprint(),
        Pixels.of(set.pixels()),
        Copies.of(splits),
        folders.stream().flatMap(folder -> unreadable(folder).stream()).toList(),
        folders.stream().flatMap(folder -> leftOut(folder).stream()).toList());
  }

  /** Of images that make no data set. */
  private static Report report(ImageFolder folder, Shape input) {
    return new Report(
        folder.name(),
        folder.classes(),
        Math.toIntExact(input.size(1)),
        Math.toIntExact(input.size(2)),
        folder.counts(),
        false,
        null,
        null,
        null,
        unreadable(folder),
        leftOut(folder));
  }

  private static List<String> unreadable(ImageFolder folder) {
    return folder.unreadable().stream().map(ImageFolder.Unreadable::message).toList();
  }

  private static List<Left> leftOut(ImageFolder folder) {
    return folder.leftOut().stream()
        .map(out -> new Left(FileName.ofPath(out.path()), out.reason().description(1)))
        .toList();
  }

  private static List<Integer> counts(ImageSet images) {
    return IntStream.of(images.perClass()).boxed().toList();
  }

  private void print(Report report, List<String> notes, List<ImageFolder> folders) {
    if (json) {
      console.out().print(Json.of(report));
      return;
    }
    Table about =
        Table.leftAligned()
            .row("data", report.name)
            .row("images", size(report))
            .row("fingerprint", report.fingerprint == null ? "none" : report.fingerprint);
    if (report.pixels != null) {
      about.row("pixels", report.pixels);
    }
    about.print(console.out());
    console.out().println();
    Table table = Table.aligned("lrrr");
    List<Object> header = new ArrayList<>(List.of("class"));
    header.addAll(report.images.keySet());
    table.row(header.toArray());
    for (int c = 0; c < report.classes.size(); c++) {
      List<Object> row = new ArrayList<>(List.of(report.classes.get(c)));
      for (List<Integer> counts : report.images.values()) {
        row.add(Text.number(counts.get(c)));
      }
      table.row(row.toArray());
    }
    List<Object> all = new ArrayList<>(List.of("all"));
    for (List<Integer> counts : report.images.values()) {
      all.add(Text.number(counts.stream().mapToLong(Integer::longValue).sum()));
    }
    table.row(all.toArray());
    table.print(console.out());
    if (report.testHeldOut) {
      console
          .out()
          .println(
              "There is no test/, so a tenth of the images is held out for testing, class by class.");
    }
    notes.forEach(this::say);
    report.unreadable.forEach(message -> say("unreadable: " + message));
    folders.forEach(this::printLeftOut);
    if (report.fingerprint != null && UsualRecipe.isFolder(data)) {
      say(
          "`fovea train --data %s%s` trains on them by the recipe %s."
              .formatted(data, skipping(report), UsualRecipe.of(data).name()));
    }
  }

  /** Of many that can't be read, training asks whether they are to be left out. */
  private static String skipping(Report report) {
    long read = report.images.values().stream().flatMap(List::stream).mapToLong(n -> n).sum();
    long all = read + report.unreadable.size();
    return report.unreadable.size() > ImageFolder.TOLERATED_SHARE * all ? " --skip-broken" : "";
  }

  /** What people see of a folder's photographs isn't the size that they are read in here. */
  private String size(Report report) {
    String read = report.height + " x " + report.width;
    OptionalInt side = UsualRecipe.side(data);
    return side.isPresent() && side.getAsInt() > Math.max(report.height, report.width)
        ? "%s pixels, the median of their shorter sides; read as %s here"
            .formatted(Text.number(side.getAsInt()), read)
        : read;
  }

  /** Each, but for many of a kind in one folder: a data set may come with thousands of notes. */
  private void printLeftOut(ImageFolder folder) {
    folder.leftOut().stream()
        .collect(
            Collectors.groupingBy(
                out -> "%s: %s".formatted(out.path().getParent(), out.reason()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .forEach(this::printAlike);
  }

  private void printAlike(List<LeftOut> alike) {
    LeftOut first = alike.get(0);
    if (alike.size() > ALIKE) {
      say(
          "left out: %s: %s %s, such as %s"
              .formatted(
                  first.path().getParent(),
                  Text.number(alike.size()),
                  first.reason().description(alike.size()),
                  FileName.of(first.path())));
      return;
    }
    alike.forEach(
        out ->
            say(
                "left out: %s: %s"
                    .formatted(FileName.ofPath(out.path()), out.reason().description(1))));
  }

  /** A line with names that the data's maker chose. */
  private void say(String line) {
    console.out().println(Visible.of(line));
  }
}
