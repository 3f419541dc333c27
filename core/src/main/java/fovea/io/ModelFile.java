package fovea.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.FoveaException;
import fovea.Spelling;
import fovea.models.Catalogue;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.ToBeLoaded;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model in one safetensors file: its weights under PyTorch's names, and in the metadata what it
 * takes to build the network, the classes, and where it came from. Safe to read from anyone.
 */
public final class ModelFile {
  static final String FORMAT = "fovea.format";
  private static final String MODEL = "fovea.model";
  private static final String CLASSES = "fovea.classes";
  private static final String INPUT = "fovea.input";
  private static final String VERSION = "1";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private ModelFile() {}

  /** How {@code fovea.model} names a network. */
  private record Named(String name, Map<String, Object> arguments) {}

  /** {@code fovea.input}: an image of the size that the network takes. */
  private record Input(long channels, long height, long width) {
    static Input of(Shape shape) {
      return new Input(shape.size(0), shape.size(1), shape.size(2));
    }

    Shape shape() {
      return Shape.of(channels, height, width);
    }
  }

  /**
   * What a file says of its model.
   *
   * @param classes names, in the order of the logits
   * @param input [channels, height, width] of an image
   */
  public record Design(
      String name, Map<String, Object> arguments, List<String> classes, Shape input) {
    public Design {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
      classes = List.copyOf(classes);
    }
  }

  /**
   * A model and the rest of its file's metadata.
   *
   * @param provenance where it came from, by keys of whoever wrote the file
   */
  public record Loaded(Model model, Map<String, String> provenance) {}

  /**
   * Writes a model aside and moves it into place.
   *
   * @param provenance where it came from; keys begin with {@code fovea.}
   * @throws FoveaException if the file can't be written
   */
  public static void write(Path file, Model model, Map<String, String> provenance) {
    Map<String, String> metadata = new LinkedHashMap<>(provenance);
    metadata.put(FORMAT, VERSION);
    metadata.put(MODEL, json(new Named(model.name(), model.arguments())));
    metadata.put(CLASSES, json(model.classes()));
    metadata.put(INPUT, json(Input.of(model.input())));
    Safetensors.write(file, model.network().stateDict(), metadata);
  }

  /** {@link #read(Path, Catalogue)} of a file with one of Fovea's own networks. */
  public static Loaded read(Path file) {
    return read(file, Models.CATALOGUE);
  }

  /**
   * Builds the network that a file describes and fills in its weights; the caller closes it.
   *
   * @param networks those that the file may name
   * @throws FoveaException if the file can't be read, isn't a model of Fovea's, names another
   *     network, or its tensors don't fit it
   */
  public static Loaded read(Path file, Catalogue networks) {
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> provenance = new LinkedHashMap<>(stored.metadata());
    Design design = design(file, provenance);
    provenance.keySet().removeAll(Set.of(FORMAT, MODEL, CLASSES, INPUT));
    requireKnown(file, design.name(), networks);
    Model model;
    try (ToBeLoaded block = ToBeLoaded.block()) {
      model = networks.create(design.name(), design.arguments(), design.classes(), Rng.seeded(0));
    } catch (FoveaException e) {
      throw new FoveaException(file + ": " + e.getMessage(), e);
    }
    try (Scope scope = Scope.open()) {
      requireInput(design.input(), model);
      Map<String, Tensor> values = new LinkedHashMap<>();
      stored.tensors().forEach((name, tensor) -> values.put(name, tensor.toTensor()));
      model.network().loadStateDict(values);
      model.network().eval();
      return new Loaded(model, provenance);
    } catch (FoveaException e) {
      model.close();
      throw new FoveaException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * What the metadata of a file say of its model.
   *
   * @throws FoveaException if they aren't those of a model of Fovea's
   */
  public static Design design(Path file, Map<String, String> metadata) {
    requireFormat(file, metadata.get(FORMAT));
    Named network = parse(file, MODEL, metadata.get(MODEL), new TypeReference<>() {});
    List<String> classes = parse(file, CLASSES, metadata.get(CLASSES), new TypeReference<>() {});
    Input input = parse(file, INPUT, metadata.get(INPUT), new TypeReference<>() {});
    if (classes.stream().anyMatch(Objects::isNull)) {
      throw new FoveaException(file + ": `" + CLASSES + "` in its metadata names a class null");
    }
    try {
      Model.requireToldApart(classes);
    } catch (FoveaException e) {
      throw new FoveaException(
          "%s: `%s` in its metadata: %s".formatted(file, CLASSES, e.getMessage()), e);
    }
    if (Math.min(input.channels, Math.min(input.height, input.width)) < 0) {
      throw new FoveaException("%s: `%s` is %s, which no image is".formatted(file, INPUT, input));
    }
    return new Design(network.name, network.arguments, classes, input.shape());
  }

  private static void requireFormat(Path file, @Nullable String format) {
    if (format == null) {
      throw new FoveaException(
          file
              + ": has no `fovea.format` in its metadata, so it holds "
              + NotSafetensors.WEIGHTS_ALONE);
    }
    if (!format.equals(VERSION)) {
      throw new FoveaException(
          "%s: is of format %s, this Fovea reads format %s; use the version that wrote it"
              .formatted(file, Header.quoted(format), VERSION));
    }
  }

  private static void requireKnown(Path file, String name, Catalogue networks) {
    if (!networks.names().contains(name)) {
      throw new FoveaException(
          ("%s: is of a network `%s`, which isn't among %s.%s A network of one's own opens where"
                  + " its jar is on the class path and names it (FOVEA_CLASSPATH of the command):"
                  + " docs/add-a-network.md.")
              .formatted(
                  file,
                  name,
                  String.join(", ", networks.names()),
                  Spelling.didYouMean(name, networks.names())));
    }
  }

  private static void requireInput(Shape input, Model model) {
    if (!input.equals(model.input())) {
      throw new FoveaException(
          "`%s` is %s, but model `%s` takes %s"
              .formatted(INPUT, Input.of(input), model.name(), Input.of(model.input())));
    }
  }

  private static <T> T parse(Path file, String key, @Nullable String json, TypeReference<T> type) {
    if (json == null) {
      throw new FoveaException(file + ": has no `" + key + "` in its metadata");
    }
    try {
      T value = JSON.readValue(json, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw new FoveaException(
          "%s: `%s` in its metadata is not as expected (%s)"
              .formatted(file, key, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
    throw new FoveaException(file + ": `" + key + "` in its metadata is null");
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value, e);
    }
  }
}
