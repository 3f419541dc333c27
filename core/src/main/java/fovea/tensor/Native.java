package fovea.tensor;

import fovea.FoveaException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Calls into libtorch: loading it, owning what a call returns, wording what a call complains of.
 */
final class Native {
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  private static volatile boolean loaded;
  private static @Nullable String failure;

  private Native() {}

  static boolean isLoaded() {
    return loaded;
  }

  /**
   * Unpacks libtorch's libraries before the first class that needs them is touched: on an empty
   * cache {@code libtorch.so} would be opened before {@code libtorch_cpu.so} lies beside it, and
   * the process would crash.
   */
  static void load() {
    if (loaded) {
      return;
    }
    synchronized (Native.class) {
      if (loaded) {
        return;
      }
      if (failure != null) { // Java won't try a class again, and would say less
        throw new FoveaException(failure);
      }
      System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
      System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
      String platform = Loader.getPlatform();
      boolean plain = true;
      for (String library : List.of("c10", "torch_cpu", "torch", "jnitorch")) {
        plain &= unpack("/org/bytedeco/pytorch/" + platform + "/" + fileName(platform, library));
      }
      if (plain && System.getProperty(EXTENSION) == null) {
        // Or JavaCPP looks for two dozen libraries of CUDA first, in every jar and folder.
        System.setProperty(EXTENSION, "");
      }
      try {
        Loader.load(org.bytedeco.pytorch.global.torch.class);
      } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
        failure =
            "libtorch could not be loaded for "
                + platform
                + ": "
                + firstLine(e)
                + ". Fovea runs on linux-x86_64, windows-x86_64 and macosx; check that the class path"
                + " holds org.bytedeco's pytorch, openblas and javacpp with the classifier "
                + platform
                + ".";
        throw new FoveaException(failure, e);
      }
      keepToTheQuota();
      loaded = true;
    }
  }

  /**
   * Java knows of a container's share of the processors, OpenMP only of those it may run on. And
   * OpenBLAS, which multiplies float32 matrices, has threads of its own that no number set for
   * libtorch reaches: they would take the cores from the lanes, and wait for one another.
   */
  private static void keepToTheQuota() {
    if (System.getenv("OPENBLAS_NUM_THREADS") == null) {
      org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
    }
    int allowed = Runtime.getRuntime().availableProcessors();
    if (org.bytedeco.pytorch.global.torch.get_num_threads() > allowed) {
      org.bytedeco.pytorch.global.torch.set_num_threads(allowed);
    }
  }

  private static String fileName(String platform, String library) {
    if (platform.startsWith("windows")) {
      return library + ".dll";
    }
    return "lib" + library + (platform.startsWith("macosx") ? ".dylib" : ".so");
  }

  /** Whether the class path has it. */
  private static boolean unpack(String resource) {
    try {
      return Loader.cacheResource(resource) != null;
    } catch (IOException e) {
      throw new FoveaException(
          resource
              + " could not be unpacked into JavaCPP's cache: "
              + e.getMessage()
              + ". About 450 MB must be free there; -Dorg.bytedeco.javacpp.cachedir=FOLDER moves it.",
          e);
    }
  }

  /**
   * Runs one native operation, hands its result to the current scope and notes it on the tape, if
   * one is open.
   */
  static Tensor op(
      String name, Supplier<Operands> operands, Supplier<org.bytedeco.pytorch.Tensor> body) {
    load();
    Scope owner = Scope.current(name);
    Tensor made;
    try (PointerScope temporaries = new PointerScope()) {
      org.bytedeco.pytorch.Tensor result = body.get();
      made = new Tensor(result, name, owner);
      result.retainReference();
    } catch (RuntimeException e) {
      throw translated(name, e);
    }
    Tape.note(name, operands, made);
    return made;
  }

  /** Runs a native operation that returns plain Java, or nothing. */
  static <T> T call(String name, Supplier<T> body) {
    load();
    try (PointerScope temporaries = new PointerScope()) {
      return body.get();
    } catch (RuntimeException e) {
      throw translated(name, e);
    }
  }

  static void run(String name, Runnable body) {
    Object unused =
        call(
            name,
            () -> {
              body.run();
              return true;
            });
  }

  /**
   * An operation without a Java method of its own. The handle is looked up once and outlives the
   * block of temporaries it was made in.
   */
  static OperatorHandle operator(String name) {
    OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
    handle.retainReference();
    return handle;
  }

  private static RuntimeException translated(String name, RuntimeException e) {
    if (e instanceof FoveaException || e instanceof IllegalArgumentException) {
      return e;
    }
    return new FoveaException(name + ": " + firstLine(e), e);
  }

  /** C++ messages carry their own stack trace; the first line is the message. */
  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf("Exception raised from");
    return (end >= 0 ? message.substring(0, end) : message).strip().lines().findFirst().orElse("");
  }

  static TensorOptions options(DType dtype) {
    return new TensorOptions(scalarType(dtype));
  }

  static org.bytedeco.pytorch.Tensor empty(DType dtype, Shape shape) {
    return org.bytedeco.pytorch.global.torch.torch_empty(
        shape.toArray(), options(dtype), new MemoryFormatOptional());
  }

  static ScalarTypeOptional noDType() {
    return new ScalarTypeOptional();
  }

  static ScalarType scalarType(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> ScalarType.Float;
      case BFLOAT16 -> ScalarType.BFloat16;
      case UINT8 -> ScalarType.Byte;
      case INT64 -> ScalarType.Long;
    };
  }

  static DType dtype(ScalarType type) {
    return switch (type.intern()) {
      case Float -> DType.FLOAT32;
      case BFloat16 -> DType.BFLOAT16;
      case Byte, Bool -> DType.UINT8;
      case Long -> DType.INT64;
      default ->
          throw new FoveaException(
              "libtorch returned a tensor of type "
                  + type
                  + ", and Fovea knows float32, bfloat16, uint8 and int64 only.");
    };
  }

  /** The bytes of a contiguous tensor that has any, bounded by its size. */
  static Pointer data(org.bytedeco.pytorch.Tensor handle) {
    Pointer data = handle.data_ptr();
    return data.capacity(handle.nbytes());
  }
}
