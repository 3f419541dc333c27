package fovea.bench;

import fovea.data.Cifar10;
import fovea.data.DataSet;
import fovea.data.Noise;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.evaluate.KnownFeatures;
import fovea.evaluate.Outputs;
import fovea.io.Safetensors;
import fovea.run.TrainedModel;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes what a model says of the test images of CIFAR-10 and of noise, and the features of both
 * and of training images, for another program to compute metrics from.
 *
 * <p>Arguments: a run or a model file, a folder in CIFAR-10's binary layout, the file to write.
 */
public final class OutputsFile {
  private OutputsFile() {}

  public static void main(String[] args) {
    try (TrainedModel trained = TrainedModel.open(Path.of(args[0]));
        Scope scope = Scope.open()) {
      DataSet set = trained.asTrainedOn(Cifar10.read(Path.of(args[1])));
      Splits splits = trained.recipe().map(r -> r.split(set)).orElseGet(set::splits);
      Split.Test noise =
          new Split.Test(Noise.draw(2_000, 32, 32, 1).unlabelled(trained.model().classes()));
      Map<String, Tensor> found = new LinkedHashMap<>();
      put(found, "test", trained.outputsWithFeatures(splits.test()));
      put(found, "noise", trained.outputsWithFeatures(noise));
      put(
          found,
          "train",
          trained.outputsWithFeatures(
              new Split.Train(splits.train().images().spread(KnownFeatures.MOST))));
      Safetensors.write(Path.of(args[2]), found, Map.of());
    }
  }

  private static void put(Map<String, Tensor> found, String name, Outputs<?> outputs) {
    int n = outputs.size();
    long[] labels = IntStream.range(0, n).mapToLong(outputs::label).toArray();
    found.put(name + ".logits", Tensor.of(outputs.logits(), n, outputs.classes().size()));
    found.put(name + ".labels", Tensor.ofLongs(labels, n));
    found.put(
        name + ".features", Tensor.of(outputs.features().values(), n, outputs.features().size()));
  }
}
