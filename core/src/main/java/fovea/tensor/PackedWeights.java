package fovea.tensor;

import static fovea.tensor.Boxed.called;
import static fovea.tensor.Boxed.kept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;

/**
 * A layer's weights as oneDNN wants them. With AVX-512 one layout does for all inputs; with AVX2
 * each size of the input and number of threads may have its own, and weights that lie otherwise are
 * laid out anew in every call, which takes longer than a convolution of one image.
 */
final class PackedWeights implements AutoCloseable {
  private static final boolean ONE_LAYOUT =
      !Processor.flags().contains("avx2") || Processor.flags().contains("avx512f");

  /** Layouts kept, each a copy of the weights. Further sizes take the weights as they are. */
  private static final int MOST = 4;

  /** Weights of which one layout is kept, that of the first input, lest memory go by. */
  private static final long MANY = 1_000_000;

  private static final Object ANY = "any";

  private final OperatorHandle pack;
  private final Function<Shape, IValue> size;

  /** The weights as they are, then what else packing takes but the size; none for one layout. */
  private final List<IValue> arguments;

  private final int most;
  private final Map<Object, IValue> layouts = new ConcurrentHashMap<>();

  /**
   * Weights that are laid out when they are first wanted, or now where one layout does.
   *
   * @param pack the operator
   * @param weight float32 or bfloat16, copied
   * @param others what it takes after the weights, but the last argument
   * @param size of an input, its last argument
   */
  PackedWeights(
      OperatorHandle pack,
      org.bytedeco.pytorch.Tensor weight,
      List<IValue> others,
      Function<Shape, IValue> size) {
    this.pack = pack;
    this.size = size;
    most = weight.numel() > MANY ? 1 : MOST;
    List<IValue> all = new ArrayList<>(others);
    all.add(0, new IValue(ONE_LAYOUT ? weight : weight.clone()));
    if (ONE_LAYOUT) {
      layouts.put(ANY, packed(all, new IValue()));
    }
    arguments = ONE_LAYOUT ? List.of() : kept(all.toArray(IValue[]::new));
  }

  /** Those for an input; within a call of {@link Native}. */
  IValue of(Tensor input) {
    Object key = ONE_LAYOUT ? ANY : List.of(torch.get_num_threads(), input.shape());
    IValue found = layouts.get(key);
    if (found != null) {
      return found;
    }
    synchronized (layouts) {
      return layouts.size() < most
          ? layouts.computeIfAbsent(key, unused -> packed(arguments, size.apply(input.shape())))
          : arguments.get(0);
    }
  }

  private IValue packed(List<IValue> weights, IValue size) {
    List<IValue> all = new ArrayList<>(weights);
    all.add(size);
    return kept(new IValue(called(pack, all.toArray(IValue[]::new)))).get(0);
  }

  @Override
  public void close() {
    arguments.forEach(IValue::close);
    layouts.values().forEach(IValue::close);
  }
}
