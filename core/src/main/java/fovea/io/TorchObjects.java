package fovea.io;

import static fovea.io.Header.quoted;

import fovea.FoveaException;
import fovea.io.pickle.Allowed;
import fovea.io.pickle.Global;
import fovea.io.pickle.None;
import fovea.tensor.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the pickle in a PyTorch file may ask for: tensors, their storages, plain containers. */
final class TorchObjects implements Allowed {
  private static final int MOST_DIMENSIONS = 64;
  private static final String UTILS = "torch._utils";

  private static final Map<String, NumberFormat> STORAGES =
      Map.of(
          "DoubleStorage", NumberFormat.F64,
          "FloatStorage", NumberFormat.F32,
          "HalfStorage", NumberFormat.F16,
          "BFloat16Storage", NumberFormat.BF16,
          "LongStorage", NumberFormat.I64,
          "IntStorage", NumberFormat.I32,
          "ShortStorage", NumberFormat.I16,
          "CharStorage", NumberFormat.I8,
          "ByteStorage", NumberFormat.U8,
          "BoolStorage", NumberFormat.BOOL);

  private static final Set<String> TENSORS = Set.of("_rebuild_tensor", "_rebuild_tensor_v2");
  private static final Set<String> PARAMETERS =
      Set.of("_rebuild_parameter", "_rebuild_parameter_with_state");
  private static final Set<String> DTYPES =
      Set.of(
          "float64",
          "float32",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool",
          "double",
          "float",
          "half",
          "long",
          "int",
          "short");
  private static final Set<String> CONTAINERS = Set.of("dict", "list", "tuple", "set", "frozenset");

  /** What the states of trainings hold beside weights; nothing is made of it. */
  private static final Set<Global> PASSED_OVER =
      Set.of(
          new Global("argparse", "Namespace"),
          new Global("_codecs", "encode"),
          new Global("numpy", "dtype"),
          new Global("numpy.core.multiarray", "scalar"),
          new Global("numpy._core.multiarray", "scalar"));

  private static final Set<String> DICTS = Set.of("OrderedDict", "dict", "defaultdict", "Counter");

  /** In all dicts that are made of a list, which the same few bytes may ask for again and again. */
  private static final int MOST_PAIRS = 1_000_000;

  private final Map<String, TorchStorage> storages = new HashMap<>();
  private int pairs;

  /** Those that were asked for, by key. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  @Override
  public boolean contains(Global global) {
    String name = global.name();
    return switch (global.module()) {
      case "collections" -> DICTS.contains(name);
      case "builtins" -> CONTAINERS.contains(name);
      case UTILS -> TENSORS.contains(name) || PARAMETERS.contains(name);
      case "torch" ->
          isStorage(name) || DTYPES.contains(name) || name.equals("Size") || name.equals("device");
      case "torch.cuda" -> isStorage(name);
      default -> PASSED_OVER.contains(global);
    };
  }

  /** Those of numbers that aren't read here too: that is said of the tensor. */
  private static boolean isStorage(String name) {
    return name.endsWith("Storage");
  }

  @Override
  public Object call(Global function, List<?> arguments) {
    String name = function.name();
    if (function.module().equals(UTILS)) {
      return TENSORS.contains(name) ? view(arguments) : parameter(arguments);
    }
    if (DICTS.contains(name)) {
      return dict(arguments);
    }
    if (CONTAINERS.contains(name) || name.equals("Size")) {
      return arguments.isEmpty() ? List.of() : arguments.get(0);
    }
    return None.NONE; // a device, a dtype or what is passed over
  }

  private static TorchView view(List<?> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof TorchStorage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof List<?> sizes
        && arguments.get(3) instanceof List<?> strides
        && sizes.size() == strides.size()
        && offset >= 0) {
      long[] shape = numbers(sizes).stream().mapToLong(Long::longValue).toArray();
      return new TorchView(storage, offset, Shape.of(shape), numbers(strides));
    }
    throw malformed("tensor");
  }

  private static List<Long> numbers(List<?> list) {
    if (list.size() > MOST_DIMENSIONS) {
      throw malformed("tensor");
    }
    return list.stream().map(TorchObjects::number).toList();
  }

  private static Long number(Object value) {
    if (value instanceof Long number && number >= 0) {
      return number;
    }
    throw malformed("tensor");
  }

  private static Object parameter(List<?> arguments) {
    if (!arguments.isEmpty() && arguments.get(0) instanceof TorchView view) {
      return view;
    }
    throw malformed("parameter");
  }

  private Map<Object, Object> dict(List<?> arguments) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> list) { // Python 2's
      pairs += list.size();
      if (pairs > MOST_PAIRS) {
        throw new FoveaException(
            "its pickle makes dicts of more than 1,000,000 entries; no weights have as many");
      }
      for (Object pair : list) {
        if (pair instanceof List<?> entry && entry.size() == 2 && entry.get(0) instanceof String) {
          dict.put(entry.get(0), entry.get(1));
        }
      }
    }
    return dict;
  }

  @Override
  public Object persistent(Object id) {
    if (id instanceof List<?> parts
        && parts.size() >= 5
        && "storage".equals(parts.get(0))
        && parts.get(1) instanceof Global type
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements
        && elements >= 0
        && (parts.size() == 5 || parts.get(5) == None.NONE)) {
      TorchStorage storage = new TorchStorage(key, format(type), elements);
      TorchStorage before = storages.putIfAbsent(key, storage);
      if (before != null && !before.equals(storage)) {
        throw malformed("storage");
      }
      return storage;
    }
    throw malformed("storage");
  }

  private static NumberFormat format(Global type) {
    NumberFormat format = STORAGES.get(type.name());
    if (format == null) {
      throw new FoveaException(
          "holds numbers of %s, which Fovea doesn't read; save the weights as float32: model.float()"
              .formatted(quoted(type.toString())));
    }
    return format;
  }

  private static FoveaException malformed(String what) {
    return new FoveaException("its pickle is damaged: it has a " + what + " that is none");
  }
}
