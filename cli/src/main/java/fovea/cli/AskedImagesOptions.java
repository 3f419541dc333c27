package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which model is asked, and about which images: files, or some of a data set. */
final class AskedImagesOptions {
  private static final int SHOWN = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOrModelParameter model = new RunOrModelParameter();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "IMAGE|FOLDER",
      description = "Image files, folders of such, and patterns, as for `fovea predict`.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Instead of files: the test images of cifar10, shapes, or a folder.")
  private @Nullable String data;

  @Option(
      names = "--right",
      paramLabel = "N",
      description = "Of --data, how many that the model is right about (default: 8).")
  private @Nullable Integer right;

  @Option(
      names = "--wrong",
      paramLabel = "N",
      description = "Of --data, how many that it is wrong about (default: 0).")
  private @Nullable Integer wrong;

  Path model() {
    return model.path();
  }

  /** Before the model is opened. */
  void requireUsable() {
    if (data == null && files.isEmpty()) {
      throw wrong("there is nothing to explain, expected images or --data");
    }
    if (data != null && !files.isEmpty()) {
      throw wrong("--data doesn't go with images, expected one of them");
    }
    if (data == null && (right != null || wrong != null)) {
      throw wrong("--right and --wrong are of --data, which says what images show");
    }
    requireCount("--right", right);
    requireCount("--wrong", wrong);
    ModelFirst.require("explain", model.path(), files);
  }

  private void requireCount(String option, @Nullable Integer count) {
    if (count != null) {
      Bounds.requireAtLeast(0, spec, option, count);
    }
  }

  /**
   * The images, at least one.
   *
   * @throws FoveaException if there is none
   */
  List<AskedImage> read(AskedImages asking, Console console, TrainedModel trained, Rng rng) {
    List<AskedImage> found =
        data == null ? asking.ofFiles(files) : ofData(data, asking, console, trained, rng);
    if (found.isEmpty()) {
      throw new FoveaException(
          data == null
              ? "no image is left to explain"
              : data + ": no image that the model is right or wrong about as asked for");
    }
    return found;
  }

  private List<AskedImage> ofData(
      String named, AskedImages asking, Console console, TrainedModel trained, Rng rng) {
    DataSet opened = DataArgument.openToJudge(console, named, trained);
    Judged judged = Judged.of(trained, opened, named, SplitName.TEST);
    judged.notes().forEach(console::warn);
    int wantedRight = right == null ? SHOWN : right;
    int wantedWrong = wrong == null ? 0 : wrong;
    List<AskedImage> found = asking.ofData(named, judged, wantedRight, wantedWrong, rng);
    int foundRight = Math.toIntExact(found.stream().filter(AskedImage::isRight).count());
    String other = asking.ratherThan();
    sayFewer(console, "right", other, wantedRight, foundRight);
    sayFewer(console, "wrong", other, wantedWrong, found.size() - foundRight);
    return found;
  }

  /** Of one that is taken for the other class itself can't be asked why it is another. */
  private static void sayFewer(
      Console console, String kind, @Nullable String other, int wanted, int found) {
    if (found >= wanted) {
      return;
    }
    String images = Text.count(found, "image");
    console.warn(
        other == null
            ? "the model is %s about %s only, of %s asked for"
                .formatted(kind, images, Text.number(wanted))
            : "only %s that the model is %s about can be asked why rather than %s, of %s asked for"
                .formatted(images, kind, other, Text.number(wanted)));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
