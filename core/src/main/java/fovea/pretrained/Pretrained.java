package fovea.pretrained;

import fovea.FoveaException;
import fovea.files.Sha256;
import fovea.io.ModelFile;
import fovea.io.StoredTensor;
import fovea.io.WeightsFile;
import fovea.models.Catalogue;
import fovea.models.Head;
import fovea.models.Model;
import fovea.nn.Normalize;
import fovea.nn.ToBeLoaded;
import fovea.tensor.DType;
import fovea.tensor.NamedTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights to start from: those of a model of Fovea's, or what others saved under the names that
 * torchvision or timm have for a network.
 *
 * @param file they lie in
 * @param design of the model that the file is, if it is one of Fovea's
 * @param timm what timm says of them, if they lie where it laid them
 */
public record Pretrained(
    Path file, WeightsFile weights, Optional<ModelFile.Design> design, Optional<TimmConfig> timm) {
  /**
   * Reads them.
   *
   * @throws FoveaException if the file can't be read, holds no weights, or those of a network that
   *     only seems to be one of Fovea's
   */
  public static Pretrained read(Path file) {
    WeightsFile weights = WeightsFile.read(file);
    if (weights.tensors().isEmpty()) {
      throw new FoveaException(file + ": holds no tensors, expected the weights of a network");
    }
    if (weights.isModel()) {
      ModelFile.Design design = ModelFile.design(file, weights.metadata());
      return new Pretrained(file, weights, Optional.of(design), Optional.empty());
    }
    Optional<TimmConfig> timm = TimmConfig.beside(file);
    TimmConfig.refuseLookalikes(file, timm);
    return new Pretrained(file, weights, Optional.empty(), timm);
  }

  /** A network, as recipes and model files name it. */
  public record Network(String name, Map<String, Object> arguments) {
    public Network {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
  }

  /**
   * The network that they are of.
   *
   * @param given arguments that it shall have
   * @throws FoveaException if the catalogue has none that they fit, or it doesn't take those
   */
  public Network network(Catalogue networks, Map<String, Object> given) {
    if (design.isPresent()) {
      Map<String, Object> arguments = new LinkedHashMap<>(design.get().arguments());
      arguments.putAll(given);
      return new Network(design.get().name(), arguments);
    }
    Resemblance resemblance = new Resemblance(networks, shapes());
    Optional<Network> told = resemblance.byNames(networks.names(), given);
    if (told.isEmpty() && !given.isEmpty()) {
      resemblance
          .byNames(networks.names(), Map.of())
          .ifPresent(alone -> refuse(alone, given, networks));
    }
    return told.map(network -> asPublished(network, given))
        .orElseThrow(
            () ->
                new FoveaException(
                    "%s: its weights fit no network of Fovea's by name; %s"
                        .formatted(file, looks(resemblance))));
  }

  /** ConvMixer-768/32 was trained with ReLU, unlike the others, which its weights don't tell. */
  private static Network asPublished(Network told, Map<String, Object> given) {
    boolean isThat =
        told.name().equals("convmixer")
            && told.arguments().getOrDefault("width", 768).equals(768)
            && told.arguments().getOrDefault("depth", 32).equals(32);
    if (!isThat || given.containsKey("activation")) {
      return told;
    }
    Map<String, Object> arguments = new LinkedHashMap<>(told.arguments());
    arguments.put("activation", "relu");
    return new Network(told.name(), arguments);
  }

  /** Of arguments that the network itself refuses, it says what is wrong. */
  private void refuse(Network alone, Map<String, Object> given, Catalogue networks) {
    Map<String, Object> both = new LinkedHashMap<>(alone.arguments());
    both.putAll(given);
    Shape unused = networks.input(alone.name(), both);
    throw new FoveaException(
        "%s: its weights are those of `%s`, but not with the arguments %s"
            .formatted(file, alone.name(), given));
  }

  /**
   * A network of this name, with the arguments by which they fit it best.
   *
   * @param given arguments that it shall have
   * @throws FoveaException if the catalogue has no such network
   */
  public Network network(String name, Catalogue networks, Map<String, Object> given) {
    Shape unused = networks.input(name, given);
    return new Resemblance(networks, shapes())
        .byNames(List.of(name), given)
        .map(told -> asPublished(told, given))
        .orElseGet(() -> new Network(name, given));
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    weights.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  private String looks(Resemblance resemblance) {
    return resemblance
        .relative()
        .or(
            () ->
                resemblance
                    .byShapes()
                    .map(
                        told ->
                            "by their shapes they look like `%s`, whose names are others; rename them to those that `fovea summary %s` lists"
                                .formatted(told.name(), told.name())))
        .orElseGet(
            () ->
                "they are called %s, and by their shapes they look like none of them either"
                    .formatted(StartNotes.some(List.copyOf(weights.tensors().keySet()))));
  }

  /**
   * Puts them into a network. The head is left as it is unless the classes are the same; so are
   * tensors that the file doesn't have.
   *
   * @return what came of it, a sentence each
   * @throws FoveaException if they are another network's
   */
  public List<String> into(Model model, Catalogue networks) {
    Fit fit = fit(model, networks);
    boolean sameClasses =
        design.map(known -> known.classes().equals(model.classes())).orElse(false);
    Optional<Head> head =
        sameClasses ? Optional.empty() : Head.of(model.network(), model.classes().size());
    load(
        model,
        fit,
        fit.matched().stream().filter(name -> head.stream().noneMatch(h -> h.has(name))).toList());
    return new StartNotes(this, fit, head, sameClasses).all();
  }

  /**
   * Refuses weights of another network before there is one to put them into.
   *
   * @throws FoveaException as {@link #into} does
   */
  public void requireFit(Network network, Catalogue networks) {
    try (ToBeLoaded block = ToBeLoaded.block();
        Model model =
            networks.create(
                network.name(), network.arguments(), List.of("one", "two"), Rng.seeded(0))) {
      Fit unused = fit(model, networks);
    }
  }

  private Fit fit(Model model, Catalogue networks) {
    Fit fit = Fit.of(model, shapes());
    if (!fit.holds() || isOfLarger(fit)) {
      throw new FoveaException(misfit(model, fit, networks));
    }
    return fit;
  }

  /** Part of a model of Fovea's may be taken for a smaller one, as its arguments say. */
  private boolean isOfLarger(Fit fit) {
    boolean isSame = design.map(known -> known.name().equals(fit.network().name())).orElse(false);
    return !isSame && fit.isOfLarger();
  }

  /**
   * Puts them into a network of the same classes, whole.
   *
   * @throws FoveaException if anything is missing or of another shape, or they are of more layers
   */
  public void whole(Model model) {
    Fit fit = Fit.of(model, shapes());
    List<String> lacking = new ArrayList<>(fit.missing());
    lacking.addAll(fit.otherShape());
    if (!lacking.isEmpty()) {
      throw new FoveaException(
          "%s: its weights don't make a whole `%s`: %s %s missing or of another shape"
              .formatted(
                  file,
                  model.name(),
                  StartNotes.some(lacking),
                  lacking.size() == 1 ? "is" : "are"));
    }
    if (fit.isOfLarger()) {
      throw new FoveaException(file + ": " + fit.difference());
    }
    load(model, fit, fit.matched());
  }

  /** How many classes the weights tell apart, by the outputs of the head. */
  public Optional<Integer> classes(Model like) {
    Fit fit = Fit.of(like, shapes());
    return Head.of(like.network(), like.classes().size())
        .map(head -> weights.tensors().get(fit.inFile(head.name() + ".weight")))
        .filter(weight -> weight.shape().rank() > 0)
        .map(weight -> Math.toIntExact(weight.shape().size(0)));
  }

  /** Of weights that are too few of the network's, or hold all and are of more layers. */
  private String misfit(Model model, Fit fit, Catalogue networks) {
    Resemblance resemblance = new Resemblance(networks, shapes());
    Optional<Network> told = resemblance.byNames(networks.names(), Map.of());
    if (fit.holds() && told.isEmpty()) {
      return file + ": " + fit.difference();
    }
    String found =
        fit.holds()
            ? fit.difference()
            : fit.counted() == 0
                ? "none of its weights is one of model `%s`".formatted(model.name())
                : "only %d of the %d weights of model `%s` are in it"
                    .formatted(fit.counted(), fit.all(), model.name());
    return "%s: %s; %s"
        .formatted(
            file,
            found,
            told.map(
                    other ->
                        other.name().equals(model.name())
                            ? "they are those of one with the arguments " + other.arguments()
                            : "they are those of `%s`, which --set model.name=%s chooses"
                                .formatted(other.name(), other.name()))
                .orElseGet(() -> looks(resemblance)));
  }

  private void load(Model model, Fit fit, List<String> names) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    Map<String, Tensor> values = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      for (String name : names) {
        StoredTensor stored = weights.tensors().get(fit.inFile(name));
        Tensor target = model.network().stateDict().get(name);
        if (stored != null && target != null) {
          Tensor value = stored.toTensor().reshape(target.shape().toArray());
          boolean converted =
              Fit.isCounter(name)
                  || (value.dtype() == DType.BFLOAT16 && target.dtype() == DType.FLOAT32);
          own.put(name, target);
          values.put(name, converted ? value.to(target.dtype()) : value);
        }
      }
      NamedTensors.copy(own, values, file + ": its weights don't fit model `" + model.name() + "`");
    }
    if (!fit.hasNormalization()
        && model.network().modules().get("normalize") instanceof Normalize normalize) {
      timm.flatMap(TimmConfig::colours).orElse(ImageNet.COLOURS).set(normalize);
    }
    model.network().settle();
  }

  /** How images are normalised where the weights themselves don't say; empty where they do. */
  public Optional<String> normalization(Model model) {
    return normalization(Fit.of(model, shapes()));
  }

  Optional<String> normalization(Fit fit) {
    if (fit.hasNormalization()) {
      return Optional.empty();
    }
    return Optional.of(
        timm.flatMap(TimmConfig::colours)
            .map(said -> "images are normalised as config.json beside the file says: " + said)
            .orElse("images are normalised as for ImageNet, since the file doesn't say how"));
  }

  /** SHA-256 of the file, in hex. */
  public String sha256() {
    return Sha256.ofFile(file);
  }
}
