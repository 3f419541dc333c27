package fovea.io.onnx;

import fovea.nn.CallListener;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.tensor.DType;
import fovea.tensor.Operation;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * One call of a network: what it did, and the values of all that didn't depend on the images. The
 * tensors have ended; their shapes can still be read.
 *
 * @param fixed what doesn't depend on the images, weights aside
 */
record RecordedCall(
    List<Step> steps, Tensor images, Tensor output, IdentityHashMap<Tensor, OnnxTensor> fixed) {

  /**
   * An operation, and the module in whose forward it was.
   *
   * @param module dotted name, empty for the network itself
   * @param type of the module
   */
  record Step(String module, String type, Operation operation) {}

  /**
   * Calls a network in its mode on random images.
   *
   * @param input [C, H, W]
   * @param weights its tensors, whose values aren't copied
   */
  static RecordedCall of(Module network, Shape input, int batch, Set<Tensor> weights) {
    long[] sizes = input.toArray();
    try (Scope scope = Scope.open();
        Tape tape = Tape.open()) {
      Tensor images =
          RandomTensor.uniform(
              0, 1, Rng.seeded(batch), Shape.of(batch, sizes[0], sizes[1], sizes[2]));
      int before = tape.operations().size();
      Places places = new Places(network, tape, before);
      Tensor output;
      try (Listening listening = Listening.to(places)) {
        output = network.call(images);
      }
      tape.close(); // what follows isn't the network's
      List<Step> steps = places.steps();
      return new RecordedCall(steps, images, output, fixed(steps, images, weights));
    }
  }

  private static IdentityHashMap<Tensor, OnnxTensor> fixed(
      List<Step> steps, Tensor images, Set<Tensor> weights) {
    IdentityHashMap<Tensor, OnnxTensor> fixed = new IdentityHashMap<>();
    Set<Tensor> depending = Collections.newSetFromMap(new IdentityHashMap<>());
    depending.add(images);
    for (Step step : steps) {
      Operation operation = step.operation();
      boolean depends = false;
      for (Tensor read : operation.inputs()) {
        if (read != null && depending.contains(read)) {
          depends = true;
        } else if (read != null && !weights.contains(read) && !fixed.containsKey(read)) {
          keep(fixed, read); // made before the call
        }
      }
      Tensor result = operation.result();
      if (result != null && depends) {
        fixed.remove(result);
        depending.add(result);
      } else if (result != null && !weights.contains(result)) {
        keep(fixed, result);
      }
    }
    return fixed;
  }

  private static void keep(IdentityHashMap<Tensor, OnnxTensor> fixed, Tensor tensor) {
    if (tensor.dtype() != DType.BFLOAT16) { // whoever reads it is refused by name
      fixed.put(tensor, OnnxTensor.of("", tensor));
    }
  }

  /** Notes in which module's forward each operation is. */
  private static final class Places implements CallListener {
    private final Module network;
    private final IdentityHashMap<Module, String> names = new IdentityHashMap<>();
    private final Tape tape;
    private final int first;
    private final Deque<Module> open = new ArrayDeque<>();
    private final List<Step> steps = new ArrayList<>();

    Places(Module network, Tape tape, int first) {
      this.network = network;
      this.tape = tape;
      this.first = first;
      network.modules().forEach((name, module) -> names.put(module, name));
    }

    @Override
    public Tensor entering(Module module, Tensor input) {
      note();
      open.push(module);
      return input;
    }

    @Override
    public void called(Module module, Tensor input, Tensor output) {
      note();
      open.pop();
    }

    private void note() {
      List<Operation> all = tape.operations();
      Module current = open.peek();
      Module module = current == null ? network : current;
      String name = names.getOrDefault(module, "");
      for (int i = first + steps.size(); i < all.size(); i++) {
        steps.add(new Step(name, module.type(), all.get(i)));
      }
    }

    List<Step> steps() {
      note();
      return List.copyOf(steps);
    }
  }
}
