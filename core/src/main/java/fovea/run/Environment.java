package fovea.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.tensor.Libtorch;
import fovea.tensor.Precision;
import fovea.tensor.Processor;
import fovea.train.Trainer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run took place and on what: {@code environment.json}. The same recipe gives the same
 * bytes again where all but the operating system's name agree.
 *
 * @param fovea version, as {@link Version} has it
 * @param java version and vendor
 * @param os name, version and architecture
 * @param threads that shared the work
 * @param libtorch version
 * @param data the data set's name
 * @param dataFingerprint SHA-256 over classes, splits and images, in hex
 * @param precision computed in, {@code float32} or {@code bfloat16}
 * @param startedFrom SHA-256 of the file of weights that the network started from, in hex; absent
 *     where it began at random
 * @param groups SHA-256 over which training image is in which group, in hex; absent where the
 *     recipe goes by none
 */
public record Environment(
    String fovea,
    String java,
    String os,
    Cpu cpu,
    int threads,
    String libtorch,
    String data,
    String dataFingerprint,
    long seed,
    String precision,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String startedFrom,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String groups) {

  /**
   * @throws IllegalArgumentException if a value is missing, as it may be in a file that someone
   *     edited
   */
  public Environment {
    require("fovea", fovea);
    require("java", java);
    require("os", os);
    require("cpu", cpu);
    require("libtorch", libtorch);
    require("data", data);
    require("dataFingerprint", dataFingerprint);
    require("precision", precision);
  }

  /**
   * The processor.
   *
   * @param cores that this process may use
   * @param flags the instruction sets that matter for speed and rounding, or that tell generations
   *     apart whose names a virtual machine hides: OpenBLAS rounds otherwise on each
   */
  public record Cpu(String model, int cores, List<String> flags) {
    private static final List<String> THAT_MATTER =
        List.of(
            "avx2",
            "fma",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "avx_vnni",
            "avx512_vp2intersect",
            "amx_bf16",
            "amx_int8",
            "neon",
            "asimd",
            "bf16",
            "sve");

    public Cpu {
      require("cpu.model", model);
      require("cpu.flags", flags);
      flags = List.copyOf(flags);
    }

    /** That of this machine. */
    public static Cpu detect() {
      List<String> flags = Processor.flags();
      return new Cpu(
          Processor.modelName(),
          Runtime.getRuntime().availableProcessors(),
          THAT_MATTER.stream().filter(flags::contains).toList());
    }
  }

  /**
   * Of a run that begins now.
   *
   * @param dataName as the user calls them
   * @param from SHA-256 of the weights that it starts from, if it does
   */
  static Environment of(Recipe recipe, DividedData data, String dataName, Optional<String> from) {
    Environment now =
        detect(
            recipe.threadCount(),
            Libtorch.version(),
            dataName,
            data.set().fingerprint(),
            recipe.seed(),
            recipe.precision().resolve());
    return now.with(from, Trainer.groupsFingerprint(recipe, data));
  }

  /** This process's environment, with what only its caller knows. */
  public static Environment detect(
      int threads,
      String libtorch,
      String data,
      String dataFingerprint,
      long seed,
      Precision precision) {
    return new Environment(
        Version.current(),
        System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        Cpu.detect(),
        threads,
        libtorch,
        data,
        dataFingerprint,
        seed,
        precision.toString(),
        null,
        null);
  }

  private static void require(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("`%s` is missing".formatted(name));
    }
  }

  private Environment with(Optional<String> from, Optional<String> ofGroups) {
    return new Environment(
        fovea,
        java,
        os,
        cpu,
        threads,
        libtorch,
        data,
        dataFingerprint,
        seed,
        precision,
        from.orElse(null),
        ofGroups.orElse(null));
  }

  /** Whether groups are those of the run, as far as it recorded them. */
  boolean hasGroups(Optional<String> found) {
    return groups == null || found.equals(Optional.of(groups));
  }
}
