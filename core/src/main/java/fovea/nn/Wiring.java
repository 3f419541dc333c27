package fovea.nn;

import fovea.tensor.Autograd;
import fovea.tensor.FusedActivation;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which modules of a network follow each other directly, found by listening to one call: what a
 * layer can take over from those after it. It can't see what a forward does with a tensor outside
 * of modules, so whoever relies on it compares results.
 *
 * @param norms the batch norm to fold into a convolution
 * @param activations what to compute with a convolution or linear layer
 * @param done modules whose work others took over
 */
record Wiring(
    IdentityHashMap<Conv2d, BatchNorm2d> norms,
    IdentityHashMap<Module, FusedActivation> activations,
    Set<Module> done) {

  /** Nothing is taken over. */
  static Wiring none() {
    return new Wiring(new IdentityHashMap<>(), new IdentityHashMap<>(), Set.of());
  }

  private record Call(Module module, Tensor input, Tensor output) {}

  /** Of a network in evaluation mode, whose statistics decide what can be folded. */
  static Wiring of(Module network, Tensor images) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      return new Search(calls(network, images)).found();
    }
  }

  /** Those of leaf modules that compute something. */
  private static List<Call> calls(Module network, Tensor images) {
    List<Call> calls = new ArrayList<>();
    CallListener note =
        (module, input, output) -> {
          if (module.isLeaf() && input != output) {
            calls.add(new Call(module, input, output));
          }
        };
    try (Listening listening = Listening.to(note)) {
      Tensor unused = network.call(images);
    }
    return calls;
  }

  private static final class Search {
    private final List<Call> calls;
    private final IdentityHashMap<Tensor, Call> makers = new IdentityHashMap<>();
    private final IdentityHashMap<Tensor, Integer> readers = new IdentityHashMap<>();
    private final IdentityHashMap<Module, Integer> times = new IdentityHashMap<>();
    private final IdentityHashMap<Conv2d, BatchNorm2d> norms = new IdentityHashMap<>();
    private final IdentityHashMap<Module, FusedActivation> activations = new IdentityHashMap<>();
    private final Set<Module> done = Collections.newSetFromMap(new IdentityHashMap<>());

    Search(List<Call> calls) {
      this.calls = calls;
      for (Call call : calls) {
        makers.put(call.output, call);
        readers.merge(call.input, 1, Integer::sum);
        times.merge(call.module, 1, Integer::sum);
      }
    }

    Wiring found() {
      for (Call call : calls) {
        if (isCalledOnce(call.module)) {
          if (call.module instanceof BatchNorm2d norm) {
            fold(norm, before(call));
          } else if (call.module instanceof ReLU) {
            fuse(call, FusedActivation.RELU);
          } else if (call.module instanceof GELU) {
            fuse(call, FusedActivation.GELU);
          }
        }
      }
      return new Wiring(norms, activations, done);
    }

    private void fold(BatchNorm2d norm, @Nullable Call before) {
      if (before != null && before.module instanceof MaxPool2d && isPositive(norm)) {
        // The largest of scaled values is the scaled largest, so the two may change places.
        fold(norm, before(before));
      } else if (before != null
          && before.module instanceof Conv2d conv
          && norms.putIfAbsent(conv, norm) == null) {
        done.add(norm);
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

    private void fuse(Call activation, FusedActivation then) {
      Call before = before(activation);
      if (before != null && before.module instanceof BatchNorm2d && done.contains(before.module)) {
        before = before(before);
      }
      if (before != null
          && (before.module instanceof Conv2d || before.module instanceof Linear)
          && activations.putIfAbsent(before.module, then) == null) {
        done.add(activation.module);
      }
    }

    /** The only call that made this one's input, if nothing else reads it. */
    private @Nullable Call before(Call call) {
      Call maker = makers.get(call.input);
      return maker != null && isCalledOnce(maker.module) && readers.getOrDefault(call.input, 0) == 1
          ? maker
          : null;
    }

    private boolean isCalledOnce(Module module) {
      return times.getOrDefault(module, 0) == 1;
    }
  }
}
