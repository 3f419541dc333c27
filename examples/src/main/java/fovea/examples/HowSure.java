package fovea.examples;

import fovea.data.Shapes;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Counts how often a network is right when it is that sure: a metric of one's own over outputs. */
public final class HowSure {
  private HowSure() {}

  /** Of the images whose predicted class has a probability from one tenth to the next. */
  record Tenth(int images, int right) {}

  /** Argument: the folder of a run on the built-in shapes, such as `fovea demo` leaves. */
  public static void main(String[] args) {
    List<Tenth> tenths = of(Path.of(args[0]), Shapes.draw(20_000, 7).splits().test());
    for (int t = 0; t < 10; t++) {
      Tenth tenth = tenths.get(t);
      System.out.printf(
          "%d %% sure or more: %d images, %d right%n", 10 * t, tenth.images, tenth.right);
    }
  }

  static List<Tenth> of(Path runOrModel, Split.Test test) {
    try (TrainedModel trained = TrainedModel.open(runOrModel)) {
      return of(Outputs.of(trained.model().network(), test, trained.execution()));
    }
  }

  private static List<Tenth> of(Outputs<Split.Test> outputs) {
    int[] images = new int[10];
    int[] right = new int[10];
    for (int i = 0; i < outputs.size(); i++) {
      int tenth = (int) Math.min(9, 10 * outputs.confidence(i));
      images[tenth]++;
      right[tenth] += outputs.predicted(i) == outputs.label(i) ? 1 : 0;
    }
    return IntStream.range(0, 10).mapToObj(t -> new Tenth(images[t], right[t])).toList();
  }
}
