package fovea.nn;

import fovea.nn.TapedCall.Part;
import fovea.tensor.FusedActivation;
import fovea.tensor.Operation;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each call of a layer takes over from the calls after it, read from the graph of one call of
 * the network: the batch norm, and the activation. A value that anything else reads, be it an
 * addition, a view, a second module or the program itself, is left as it is. A module that is
 * called several times may have a different part in each.
 *
 * @param calls of layers, norms and activations, in the order in which they run
 */
record FoldingPlan(List<Step> calls) {

  /**
   * A call.
   *
   * @param norm that the layer's weights take in
   * @param activation computed in the layer's pass
   * @param reader the convolution that alone reads a convolution's output, be it through max
   *     pooling
   * @param isAbsorbed whether an earlier call does its work, so that it hands its input on
   */
  record Step(
      Module module,
      @Nullable BatchNorm2d norm,
      FusedActivation activation,
      @Nullable Conv2d reader,
      boolean isAbsorbed) {}

  /**
   * Plans for a network that was called in evaluation mode, whose statistics decide what can be
   * folded.
   *
   * @param watched modules whose outputs someone wants to see, each as it is without folding
   */
  static FoldingPlan of(TapedCall call, Set<Module> watched) {
    Search search = new Search(call, watched);
    call.calls().forEach(search::fold);
    return search.found();
  }

  private static final class Search {
    private final TapedCall call;

    /** Which operation made each input of each operation; -1 for what came from outside. */
    private final List<int[]> makers = new ArrayList<>();

    /** How often what an operation made is read. */
    private final int[] readers;

    /** The calls of single layers that are one operation, by its number. */
    private final Map<Integer, Part> single = new HashMap<>();

    private final IdentityHashMap<Part, BatchNorm2d> norms = new IdentityHashMap<>();
    private final IdentityHashMap<Part, FusedActivation> activations = new IdentityHashMap<>();
    private final IdentityHashMap<Part, Conv2d> readingConvolutions = new IdentityHashMap<>();
    private final IdentityHashMap<Part, Boolean> absorbed = new IdentityHashMap<>();

    Search(TapedCall call, Set<Module> watched) {
      this.call = call;
      List<Operation> operations = call.operations();
      readers = new int[operations.size()];
      // By the last operation that made or changed a tensor, so that each change is another value.
      IdentityHashMap<Tensor, Integer> latest = new IdentityHashMap<>();
      Map<Integer, List<Part>> ending = new HashMap<>();
      for (Part part : call.calls()) {
        ending.computeIfAbsent(part.end(), end -> new ArrayList<>()).add(part);
        if (isOneOperation(part)) {
          single.put(part.first(), part);
        }
      }
      for (int i = 0; i < operations.size(); i++) {
        Operation operation = operations.get(i);
        makers.add(
            operation.inputs().stream()
                .mapToInt(input -> input == null ? -1 : read(latest, input))
                .toArray());
        if (operation.result() != null) {
          latest.put(operation.result(), i);
        }
        for (Part part : ending.getOrDefault(i + 1, List.of())) {
          if (watched.contains(part.module())) {
            int unused = read(latest, part.output());
          }
        }
      }
      int unused = read(latest, call.output());
    }

    private int read(IdentityHashMap<Tensor, Integer> latest, Tensor value) {
      int maker = latest.getOrDefault(value, -1);
      if (maker >= 0) {
        readers[maker]++;
      }
      return maker;
    }

    void fold(Part part) {
      if (!isOneOperation(part)) {
        return;
      }
      if (part.module() instanceof BatchNorm2d norm) {
        fold(norm, part);
      } else if (part.module() instanceof ReLU) {
        fuse(FusedActivation.RELU, part);
      } else if (part.module() instanceof ReLU6) {
        fuse(FusedActivation.RELU6, part);
      } else if (part.module() instanceof SiLU) {
        fuse(FusedActivation.SILU, part);
      } else if (part.module() instanceof GELU) {
        fuse(FusedActivation.GELU, part);
      } else if (part.module() instanceof Conv2d conv) {
        read(conv, part);
      }
    }

    private void read(Conv2d conv, Part part) {
      Part before = before(part);
      while (before != null
          && (absorbed.containsKey(before) || before.module() instanceof MaxPool2d)) {
        before = before(before);
      }
      if (before != null && before.module() instanceof Conv2d) {
        readingConvolutions.put(before, conv);
      }
    }

    private void fold(BatchNorm2d norm, Part part) {
      Part before = before(part);
      while (before != null && before.module() instanceof MaxPool2d && isPositive(norm)) {
        // The largest of scaled values is the scaled largest, so the two may change places.
        before = before(before);
      }
      if (before != null && before.module() instanceof Conv2d) {
        norms.put(before, norm);
        absorbed.put(part, true);
      }
    }

    private static boolean isPositive(BatchNorm2d norm) {
      for (float scale : norm.scale().toFloats()) {
        if (!(scale > 0)) {
          return false;
        }
      }
      return true;
    }

    private void fuse(FusedActivation activation, Part part) {
      Part before = before(part);
      while (before != null && isPassed(before, activation)) {
        before = before(before);
      }
      if (before != null
          && (before.module() instanceof Conv2d || before.module() instanceof Linear)) {
        activations.put(before, activation);
        absorbed.put(part, true);
      }
    }

    /** ReLU never falls, so it may change places with the largest value; GELU and SiLU may not. */
    private boolean isPassed(Part before, FusedActivation activation) {
      return before.module() instanceof BatchNorm2d
          ? absorbed.containsKey(before)
          : before.module() instanceof MaxPool2d && activation == FusedActivation.RELU;
    }

    /** The call that made this one's input, if nothing else reads it. */
    private @Nullable Part before(Part part) {
      int maker = makers.get(part.first())[0];
      return maker >= 0 && readers[maker] == 1 ? single.get(maker) : null;
    }

    FoldingPlan found() {
      return new FoldingPlan(
          call.calls().stream()
              .filter(part -> isPlanned(part.module()))
              .map(
                  part ->
                      new Step(
                          part.module(),
                          norms.get(part),
                          activations.getOrDefault(part, FusedActivation.NONE),
                          readingConvolutions.get(part),
                          absorbed.containsKey(part)))
              .toList());
    }

    private static boolean isOneOperation(Part part) {
      return part.end() == part.first() + 1
          && (isPlanned(part.module()) || part.module() instanceof MaxPool2d);
    }

    private static boolean isPlanned(Module module) {
      return module instanceof Conv2d
          || module instanceof Linear
          || module instanceof BatchNorm2d
          || module instanceof ReLU
          || module instanceof ReLU6
          || module instanceof SiLU
          || module instanceof GELU
          || module instanceof Normalize;
    }
  }
}
