package fovea.bench;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.Cifar10;
import fovea.data.DataSet;
import fovea.io.ModelFile;
import fovea.io.Safetensors;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the gradients of one training batch in float32, without dropout, with its images and
 * labels, for another program to compare.
 *
 * <p>Arguments: a model file, a folder in CIFAR-10's binary layout, the file to write.
 */
public final class Gradients {
  private static final int BATCH = 64;

  private Gradients() {}

  public static void main(String[] args) {
    DataSet data = Cifar10.read(Path.of(args[1]));
    try (Model trained = ModelFile.read(Path.of(args[0])).model();
        Model model = withoutDropout(trained);
        Scope scope = Scope.open();
        Batches batches = Batches.inOrder(data.splits().test().images(), BATCH)) {
      Batch batch = batches.next(scope);
      model.network().loadStateDict(trained.network().stateDict());
      model.network().train();
      Loss.crossEntropy(model.network().call(batch.images()), batch.target(), 0).backward();
      Map<String, Tensor> found = new LinkedHashMap<>();
      found.put("images", batch.images());
      found.put("labels", batch.target());
      model
          .network()
          .parameters()
          .forEach(
              (name, parameter) -> {
                Tensor gradient = parameter.gradient();
                if (gradient != null) {
                  found.put(name, gradient);
                }
              });
      Safetensors.write(Path.of(args[2]), found, Map.of());
    }
  }

  private static Model withoutDropout(Model model) {
    Map<String, Object> arguments = new LinkedHashMap<>(model.arguments());
    arguments.computeIfPresent("dropout", (name, given) -> 0.0);
    return Models.create(model.name(), arguments, model.classes(), Rng.seeded(1));
  }
}
