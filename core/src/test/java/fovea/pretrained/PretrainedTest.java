package fovea.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.io.ModelFile;
import fovea.io.Safetensors;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Module;
import fovea.tensor.DType;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of others in networks of one's own. */
class PretrainedTest {
  private static final List<String> PETS = List.of("cat", "dog", "fox");
  private static final List<String> FRUIT = List.of("apple", "pear");

  @TempDir Path folder;

  private static Model network(List<String> classes, long seed) {
    return Models.create("resnet20", Map.of("imageSize", 16), classes, Rng.seeded(seed));
  }

  /** A file as torchvision or timm would write it: names and tensors, no more. */
  private Path weights(Module network, UnaryOperator<String> name, UnaryOperator<Tensor> value) {
    Path file = folder.resolve("weights.safetensors");
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      network
          .stateDict()
          .forEach(
              (own, tensor) -> {
                if (!own.startsWith("normalize.")) {
                  tensors.put(
                      name.apply(own),
                      tensor.dtype() == DType.FLOAT32 ? value.apply(tensor) : tensor);
                }
              });
      Safetensors.write(file, tensors, Map.of());
    }
    return file;
  }

  private Path weights(Model model) {
    return weights(model.network(), name -> name, tensor -> tensor);
  }

  private static float[] values(Model model, String name) {
    Tensor tensor = model.network().stateDict().get(name);
    assertThat(tensor).as(name).isNotNull();
    return tensor.toFloats();
  }

  @Test
  void theHeadOfOtherClassesIsReplacedAndTheRestTakenOver() {
    try (Model other = network(PETS, 1);
        Model own = network(FRUIT, 2)) {
      float[] head = values(own, "fc.weight");
      List<String> notes = Pretrained.read(weights(other)).into(own, Models.CATALOGUE);
      assertThat(values(own, "conv1.weight")).isEqualTo(values(other, "conv1.weight"));
      assertThat(values(own, "layer3.2.bn2.running_var"))
          .isEqualTo(values(other, "layer3.2.bn2.running_var"));
      assertThat(values(own, "fc.weight")).isEqualTo(head);
      assertThat(values(own, "normalize.mean")).containsExactly(0.485f, 0.456f, 0.406f);
      assertThat(own.network().isFresh()).isFalse();
      assertThat(notes)
          .containsExactly(
              "starts from %s, weights of `resnet20`"
                  .formatted(folder.resolve("weights.safetensors")),
              "fc, which names the classes, is new: it was for 3 classes, these are 2",
              "images are normalised as for ImageNet, since the file doesn't say how");
    }
  }

  @Test
  void theHeadIsKeptOnlyWhereTheClassesAreKnownToBeTheSame() {
    Path file = folder.resolve("model.safetensors");
    try (Model other = network(PETS, 1);
        Model same = network(PETS, 2);
        Model renamed = network(List.of("cat", "dog", "wolf"), 3);
        Model unknown = network(PETS, 4)) {
      ModelFile.write(file, other, Map.of());
      Pretrained known = Pretrained.read(file);
      assertThat(known.into(same, Models.CATALOGUE))
          .contains("what names the classes is kept, as they are the same")
          .noneMatch(note -> note.contains("ImageNet"));
      assertThat(values(same, "fc.weight")).isEqualTo(values(other, "fc.weight"));
      assertThat(known.into(renamed, Models.CATALOGUE))
          .contains("fc, which names the classes, is new: its classes have other names");
      assertThat(Pretrained.read(weights(other)).into(unknown, Models.CATALOGUE))
          .contains(
              "fc, which names the classes, is new: the file doesn't say which classes it was for");
    }
  }

  @Test
  void aNetworkAndItsArgumentsAreToldFromNamesAndShapes() {
    try (Model cifar =
            Models.create(
                "resnet18", Map.of("stem", "cifar", "imageSize", 32), PETS, Rng.seeded(1));
        Model small = network(PETS, 1)) {
      Pretrained.Network told =
          Pretrained.read(weights(cifar.network(), name -> "module." + name, t -> t))
              .network(Models.CATALOGUE, Map.of("imageSize", 64));
      assertThat(told.name()).isEqualTo("resnet18");
      assertThat(told.arguments()).isEqualTo(Map.of("imageSize", 64, "stem", "cifar"));
      assertThat(Pretrained.read(weights(small)).network(Models.CATALOGUE, Map.of()).name())
          .isEqualTo("resnet20");
    }
  }

  @Test
  void namesMayStandBehindACommonBeginning() {
    try (Model other = network(PETS, 1);
        Model own = network(FRUIT, 2)) {
      Path file = weights(other.network(), name -> "module.model." + name, t -> t);
      List<String> unused = Pretrained.read(file).into(own, Models.CATALOGUE);
      assertThat(unused).hasSize(3);
      assertThat(values(own, "layer1.0.conv1.weight"))
          .isEqualTo(values(other, "layer1.0.conv1.weight"));
    }
  }

  /** As wrappers save them that hold more than the network. */
  @Test
  void namesOfOtherPartsDoNotHideTheCommonBeginning() {
    try (Model other = network(PETS, 1);
        Model own = network(FRUIT, 2)) {
      Path file =
          weights(
              other.network(),
              name -> name.startsWith("fc.") ? "criterion." + name : "model.encoder." + name,
              t -> t);
      Pretrained weights = Pretrained.read(file);
      assertThat(weights.network(Models.CATALOGUE, Map.of()).name()).isEqualTo("resnet20");
      assertThat(weights.into(own, Models.CATALOGUE))
          .contains(
              "fc, which names the classes, is new: the file has none",
              "in the file and of no use here: criterion.fc.weight, criterion.fc.bias");
      assertThat(values(own, "layer3.0.conv1.weight"))
          .isEqualTo(values(other, "layer3.0.conv1.weight"));
    }
  }

  @Test
  void argumentsThatTheirNetworkDoesNotTakeAreRefusedAsSuch() {
    try (Model other = network(PETS, 1)) {
      Pretrained weights = Pretrained.read(weights(other));
      assertThatThrownBy(() -> weights.network(Models.CATALOGUE, Map.of("imageSize", 3)))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("argument `imageSize` of model `resnet20` is 3, expected");
      assertThatThrownBy(() -> weights.network(Models.CATALOGUE, Map.of("depth", 20)))
          .hasMessageStartingWith("model `resnet20` has no argument `depth`.");
      assertThatThrownBy(() -> weights.network("resnet21", Models.CATALOGUE, Map.of()))
          .hasMessageStartingWith("there is no model `resnet21`. Did you mean `resnet20`?");
      Pretrained.Network named = weights.network("resnet56", Models.CATALOGUE, Map.of());
      assertThat(named.name()).isEqualTo("resnet56");
    }
  }

  @Test
  void halfPrecisionIsWidened() {
    try (Model other = network(PETS, 1);
        Model own = network(FRUIT, 2)) {
      Path file = weights(other.network(), name -> name, t -> t.to(DType.BFLOAT16));
      List<String> unused = Pretrained.read(file).into(own, Models.CATALOGUE);
      float[] expected = values(other, "conv1.weight");
      float[] found = values(own, "conv1.weight");
      for (int i = 0; i < found.length; i++) { // bfloat16 has 8 bits of fraction
        assertThat(Math.abs(found[i] - expected[i]))
            .isLessThanOrEqualTo(Math.abs(expected[i]) / 256);
      }
    }
  }

  @Test
  void countersThatWereConvertedWithTheRestAreWholeNumbersAgain() {
    try (Model other = network(PETS, 1);
        Model own = network(PETS, 2)) {
      for (DType type : List.of(DType.BFLOAT16, DType.FLOAT32)) {
        Path file = folder.resolve(type + ".safetensors");
        try (Scope scope = Scope.open()) {
          Map<String, Tensor> tensors = new LinkedHashMap<>();
          other
              .network()
              .stateDict()
              .forEach((name, tensor) -> tensors.put(name, tensor.add(3).to(type)));
          Safetensors.write(file, tensors, Map.of());
        }
        List<String> unused = Pretrained.read(file).into(own, Models.CATALOGUE);
        assertThat(values(own, "bn1.num_batches_tracked")).containsExactly(3);
      }
    }
  }

  @Test
  void weightsOfSmallerSiblingsAreAnotherNetworks() {
    try (Model smaller = Models.create("resnet18", Map.of(), PETS, Rng.seeded(1));
        Model own = Models.create("resnet34", Map.of(), PETS, Rng.seeded(1))) {
      Pretrained weights = Pretrained.read(weights(smaller));
      assertThatThrownBy(() -> weights.into(own, Models.CATALOGUE))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("only 102 of the 182 weights of model `resnet34` are in it")
          .hasMessageEndingWith(
              "; they are those of `resnet18`, which --set model.name=resnet18 chooses");
    }
  }

  @Test
  void weightsThatLackTheBatchNormsAreNoOtherNamesOfIt() {
    try (Model own = Models.create("vgg16_bn", Map.of("hidden", 64), PETS, Rng.seeded(1))) {
      Path file = folder.resolve("vgg16.safetensors");
      try (Scope scope = Scope.open()) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        own.network()
            .stateDict()
            .forEach(
                (name, tensor) -> {
                  if (tensor.shape().rank() > 1) {
                    tensors.put("plain" + tensors.size() + ".weight", tensor);
                    tensors.put(
                        "plain" + (tensors.size() - 1) + ".bias",
                        Tensor.zeros(tensor.shape().size(0)));
                  }
                });
        Safetensors.write(file, tensors, Map.of());
      }
      assertThatThrownBy(() -> Pretrained.read(file).network(Models.CATALOGUE, Map.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessageEndingWith("and by their shapes they look like none of them either");
    }
  }

  @Test
  void whatDoesNotMatchIsListed() {
    try (Model other = network(PETS, 1);
        Model own = network(FRUIT, 2)) {
      Path file =
          weights(
              other.network(),
              name -> name.startsWith("layer3.2.") ? "aux." + name : name,
              t -> t.shape().rank() == 4 && t.shape().size(1) == 3 ? t.narrow(0, 0, 8) : t);
      assertThat(Pretrained.read(file).into(own, Models.CATALOGUE))
          .contains(
              "not in the file, so they begin at random: layer3.2.conv1.weight,"
                  + " layer3.2.bn1.weight, layer3.2.bn1.bias, layer3.2.bn1.running_mean,"
                  + " layer3.2.bn1.running_var and 5 more",
              "of another shape in the file, so they begin at random: conv1.weight ([8, 3, 3, 3],"
                  + " expected [16, 3, 3, 3])")
          .anyMatch(note -> note.startsWith("in the file and of no use here: aux.layer3.2.conv1"));
    }
  }

  @Test
  void aHeadOfASingleNumberIsForNoClasses() {
    try (Model other = network(PETS, 1);
        Model own = network(FRUIT, 2)) {
      Path file =
          weights(
              other.network(), name -> name, t -> t.shape().equals(Shape.of(3, 64)) ? t.mean() : t);
      Pretrained weights = Pretrained.read(file);
      assertThat(weights.classes(own)).isEmpty();
      assertThat(weights.into(own, Models.CATALOGUE))
          .contains("fc, which names the classes, is new: the file has none");
      assertThatThrownBy(() -> weights.whole(own))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("fc.weight ([], expected [2, 64])");
    }
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedAndNamed() {
    try (Model other = network(PETS, 1);
        Model own = Models.create("cifar10-cnn", Map.of(), FRUIT, Rng.seeded(2))) {
      float[] before = values(own, "features.0.weight");
      Pretrained weights = Pretrained.read(weights(other));
      assertThatThrownBy(() -> weights.into(own, Models.CATALOGUE))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              weights.file()
                  + ": none of its weights is one of model `cifar10-cnn`; they are those of"
                  + " `resnet20`, which --set model.name=resnet20 chooses");
      assertThat(values(own, "features.0.weight")).isEqualTo(before);
    }
  }

  @Test
  void weightsOfALargerSiblingAreRefused() {
    try (Model own = network(PETS, 1);
        Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(own.network().stateDict());
      tensors.put(
          "layer3.3.conv1.weight", RandomTensor.normal(Rng.seeded(1), Shape.of(64, 64, 3, 3)));
      Path file = folder.resolve("larger.safetensors");
      Safetensors.write(file, tensors, Map.of());
      Pretrained weights = Pretrained.read(file);
      String more =
          "they are named as those of `resnet20`, but are another network's: it has"
              + " layer3.3.conv1.weight";
      assertThatThrownBy(() -> weights.network(Models.CATALOGUE, Map.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessage(file + ": its weights fit no network of Fovea's by name; " + more);
      assertThatThrownBy(() -> weights.into(own, Models.CATALOGUE)).hasMessage(file + ": " + more);
      assertThatThrownBy(() -> weights.whole(own)).hasMessage(file + ": " + more);
    }
  }

  @Test
  void thoseOfAnotherSizeHereAreNamed() {
    try (Model larger = Models.create("resnet34", Map.of(), PETS, Rng.seeded(1));
        Model own = Models.create("resnet18", Map.of(), PETS, Rng.seeded(1))) {
      Path model = folder.resolve("model.safetensors");
      ModelFile.write(model, larger, Map.of());
      for (Path file : List.of(weights(larger), model)) {
        Pretrained weights = Pretrained.read(file);
        assertThat(weights.network(Models.CATALOGUE, Map.of()).name()).isEqualTo("resnet34");
        assertThatThrownBy(() -> weights.into(own, Models.CATALOGUE))
            .isInstanceOf(FoveaException.class)
            .hasMessageContaining("of `resnet18`, but are another network's: it has layer1.2.conv1")
            .hasMessageEndingWith(
                "; they are those of `resnet34`, which --set model.name=resnet34 chooses");
      }
    }
  }

  @Test
  void foreignNamesAreToldByTheirShapes() {
    try (Model other = network(PETS, 1)) {
      Path file = weights(other.network(), name -> "x" + name.hashCode(), t -> t);
      assertThatThrownBy(() -> Pretrained.read(file).network(Models.CATALOGUE, Map.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              file
                  + ": its weights fit no network of Fovea's by name; by their shapes they look"
                  + " like `resnet20`, whose names are others; rename them to those that `fovea"
                  + " summary resnet20` lists");
    }
    Path nothing = folder.resolve("nothing.safetensors");
    try (Scope scope = Scope.open()) {
      Safetensors.write(
          nothing,
          Map.of("mel.weight", RandomTensor.normal(Rng.seeded(1), Shape.of(80, 7))),
          Map.of());
    }
    assertThatThrownBy(() -> Pretrained.read(nothing).network(Models.CATALOGUE, Map.of()))
        .hasMessage(
            nothing
                + ": its weights fit no network of Fovea's by name; they are called mel.weight,"
                + " and by their shapes they look like none of them either");
    Safetensors.write(nothing, Map.of(), Map.of());
    assertThatThrownBy(() -> Pretrained.read(nothing))
        .hasMessage(nothing + ": holds no tensors, expected the weights of a network");
  }
}
