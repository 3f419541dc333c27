package fovea.cli;

import fovea.FoveaException;
import fovea.data.folder.FolderImages;
import fovea.files.FileName;
import fovea.files.GivenPath;
import fovea.files.Glob;
import fovea.files.WebAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes of what stands on the command line the images that are meant, in order. */
final class ImageArguments {
  private final List<Wanted> wanted = new ArrayList<>();

  /** How often a text was met: files whose names Java writes alike are taken in turn. */
  private final Map<String, Integer> met = new HashMap<>();

  private ImageArguments() {}

  /** An image to be looked at, or the reason why an argument names none. */
  sealed interface Wanted {
    /** As people and programs are told it. */
    String name();
  }

  record Image(Path file) implements Wanted {
    @Override
    public String name() {
      return FileName.ofPath(file);
    }
  }

  /**
   * @param why a sentence that begins with the argument
   */
  record Nothing(String name, String why) implements Wanted {}

  /** Files stay as they are; folders and patterns become the images in them. */
  static List<Wanted> of(List<String> arguments) {
    ImageArguments all = new ImageArguments();
    arguments.forEach(all::add);
    return all.wanted;
  }

  private void add(String argument) {
    orWhyNot(argument, () -> addArgument(argument));
  }

  private void addArgument(String argument) {
    if (argument.equals("-")) {
      throw new FoveaException("-: images aren't read from standard input; name their files");
    }
    if (Glob.isPattern(argument)) {
      addMatches(argument);
      return;
    }
    int turn = met.merge(argument, 1, Integer::sum);
    List<Path> alike = GivenPath.all(argument);
    Path path = alike.get(Math.min(turn, alike.size()) - 1);
    if (WebAddress.is(argument) && !Files.exists(path)) {
      throw new FoveaException(WebAddress.refusal(argument, "the image"));
    }
    addPath(path);
  }

  /** What can't be read doesn't keep others from being looked at. */
  private void orWhyNot(String name, Runnable adding) {
    try {
      adding.run();
    } catch (FoveaException e) {
      wanted.add(new Nothing(name, String.valueOf(e.getMessage())));
    }
  }

  private void addMatches(String pattern) {
    List<Path> matches = Glob.matches(pattern);
    if (matches.isEmpty()) {
      throw new FoveaException(pattern + ": no such file, and as a pattern it matches none");
    }
    // A folder stands for all that is in it, and `**` matches both.
    Set<Path> folders = matches.stream().filter(Files::isDirectory).collect(Collectors.toSet());
    matches.stream()
        .filter(match -> !liesInOneOf(folders, match))
        .forEach(match -> orWhyNot(FileName.ofPath(match), () -> addPath(match)));
  }

  private static boolean liesInOneOf(Set<Path> folders, Path path) {
    Path above = path.getParent();
    while (above != null && !folders.contains(above)) {
      above = above.getParent();
    }
    Path here = Path.of("");
    return above != null || (!path.isAbsolute() && !path.equals(here) && folders.contains(here));
  }

  private void addPath(Path path) {
    if (!Files.isDirectory(path)) {
      wanted.add(new Image(path));
      return;
    }
    int before = wanted.size();
    List<Path> images =
        FolderImages.in(
            path,
            problem -> {
              String why = String.valueOf(problem.getMessage());
              wanted.add(new Nothing(why.substring(0, Math.max(0, why.indexOf(": "))), why));
            });
    if (images.isEmpty() && wanted.size() == before) {
      wanted.add(
          new Nothing(FileName.ofPath(path), FileName.ofPath(path) + ": no images in this folder"));
    }
    images.forEach(image -> wanted.add(new Image(image)));
  }
}
