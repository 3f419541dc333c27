package fovea.cli;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import fovea.files.FileName;
import fovea.files.OwnMark;
import fovea.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where results go: found out before the work rather than after it. */
final class WritableFile {
  private static final Set<FileKind> MARKED = Set.of(FileKind.PNG, FileKind.SVG, FileKind.HTML);

  private static final Set<String> RECORDS =
      Set.of("environment.json", "epochs.jsonl", "result.json", "failed.json", "int8.json");

  /** An object or a list, as all figures are. */
  static final Pattern JSON = Pattern.compile("\\s*[\\[{]");

  private WritableFile() {}

  /**
   * @param option that names it
   * @param endings of the kinds of files that are written there, such as {@code .png}
   * @throws ParameterException if its name has none of them
   */
  static void requireEnding(
      CommandSpec spec, String option, @Nullable Path file, String... endings) {
    if (file == null) {
      return;
    }
    String name = FileName.ofPath(file);
    if (Arrays.stream(endings).noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is %s, expected a name that ends in %s"
              .formatted(option, name, String.join(" or ", endings)));
    }
  }

  /**
   * @param what goes there, as it stands after "a file for"
   * @param replaced the kinds of files in whose place it may be written, pages and pictures only if
   *     Fovea made them: what this command wrote there before, and not the user's photograph, whose
   *     name a forgotten value made the target
   * @throws FoveaException if nothing can be written there, or another kind of file is there
   */
  static void require(@Nullable Path file, String what, Set<FileKind> replaced) {
    require(file, what);
    if (file == null || !Files.isRegularFile(file)) {
      return;
    }
    try {
      FileKind kind = FileKind.of(file);
      if (kind != FileKind.EMPTY && !replaced.contains(kind)) {
        throw new FoveaException(
            "%s: exists already, %s; name another file for %s"
                .formatted(FileName.ofPath(file), kind.description(), what));
      }
      if (MARKED.contains(kind) && !OwnMark.isOn(file)) {
        throw new FoveaException(
            "%s: exists already, %s that doesn't say that Fovea made it; name another file for %s"
                .formatted(FileName.ofPath(file), kind.description(), what));
      }
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /**
   * As {@link #require(Path, String, Set)}, for text that begins so: figures as JSON, or a list
   * with its header. No record of a run is replaced.
   *
   * @param begins a pattern that the first characters of such a file match
   * @param kind what is written there, such as "JSON"
   */
  static void requireText(@Nullable Path file, String what, Pattern begins, String kind) {
    require(file, what, Set.of(FileKind.TEXT));
    if (file == null || !Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(FileKind.HEAD), StandardCharsets.UTF_8);
      if (!head.isEmpty() && !begins.matcher(head).lookingAt()) {
        throw new FoveaException(
            "%s: exists already, text that isn't %s; name another file for %s"
                .formatted(FileName.ofPath(file), kind, what));
      }
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
    Path folder = target(file).getParent();
    if (folder != null
        && RunFolder.isRun(folder)
        && RECORDS.contains(String.valueOf(file.getFileName()))) {
      throw new FoveaException(
          "%s: a record of the run in that folder; name another file for %s".formatted(file, what));
    }
  }

  /**
   * @param what goes there, as it stands after "a file for"
   * @throws FoveaException if nothing can be written there
   */
  static void require(@Nullable Path file, String what) {
    if (file == null || AtomicFile.isDevice(file)) {
      return;
    }
    Path target = target(file);
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FoveaException(
          FileName.ofPath(file) + ": can't be written, its folder doesn't exist");
    }
    if (Files.isDirectory(file)) {
      throw new FoveaException(
          FileName.ofPath(file) + ": a folder, expected the name of a file for " + what);
    }
    // It is written aside and moved into place, so that to replace one takes that too.
    if (!Files.isWritable(folder)) {
      throw new FoveaException(
          FileName.ofPath(file) + ": can't be written, nothing may be written to its folder");
    }
  }

  private static Path target(Path file) {
    try {
      return AtomicFile.target(file);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }
}
