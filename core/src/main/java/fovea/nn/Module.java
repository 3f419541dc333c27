package fovea.nn;

import fovea.tensor.NamedTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A part of a network: parameters, buffers and child modules, registered by name in the
 * constructor, and {@link #forward}, which is plain Java and may branch. Names and shapes equal
 * those PyTorch gives, so that weights move both ways.
 *
 * <p>A module owns its tensors until it is closed, its children's with them. It is in training mode
 * when made. Calls may come from several threads at once, in training each within a {@link Pass};
 * everything else may not.
 */
public abstract class Module implements AutoCloseable {
  private final Scope memory = Scope.detached();
  private final Map<String, Module> children = new LinkedHashMap<>();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private boolean training = true;
  private boolean fresh = true;
  private boolean frozenBuffers;

  /** Registers a part and returns it; this module owns it from now on. */
  protected final <M extends Module> M child(String name, M module) {
    requireFree(name);
    children.put(name, module);
    return module;
  }

  /** Registers a tensor that is trained and saved. */
  protected final Tensor parameter(String name, Supplier<Tensor> initial) {
    requireFree(name);
    Tensor parameter = owned(initial).requireGradient(true);
    parameters.put(name, parameter);
    return parameter;
  }

  /** Registers a tensor that is saved and not trained. */
  protected final Tensor buffer(String name, Supplier<Tensor> initial) {
    requireFree(name);
    Tensor buffer = owned(initial);
    buffers.put(name, buffer);
    return buffer;
  }

  private Tensor owned(Supplier<Tensor> initial) {
    try (Scope temporary = Scope.open()) {
      return memory.adopt(initial.get());
    }
  }

  private void requireFree(String name) {
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      throw new IllegalArgumentException("`" + name + "` can't name a part of a module");
    }
    if (children.containsKey(name) || parameters.containsKey(name) || buffers.containsKey(name)) {
      throw new IllegalArgumentException(type() + " has two parts named `" + name + "`");
    }
  }

  /** What this module computes; a caller uses {@link #call}, as in PyTorch. */
  protected abstract Tensor forward(Tensor input);

  /**
   * Runs {@link #forward}, or what a {@link Prepared} network has in its place, and tells this
   * thread's {@link CallListener} of it.
   */
  public final Tensor call(Tensor input) {
    if (!Listening.isOn()) {
      return compute(input);
    }
    Tensor seen = Listening.entering(this, input);
    Tensor output = compute(seen);
    Listening.tell(this, seen, output);
    return Listening.leaving(this, output);
  }

  private Tensor compute(Tensor input) {
    UnaryOperator<Tensor> instead = FoldedNetwork.insteadOf(this);
    return instead == null ? forward(input) : instead.apply(input);
  }

  // ---- what it is made of

  /** All modules by dotted name, depth first in the order of registration; itself as "". */
  public final Map<String, Module> modules() {
    Map<String, Module> found = new LinkedHashMap<>();
    walk("", (name, module) -> found.put(name, module));
    return found;
  }

  /** All trained tensors by dotted name. */
  public final Map<String, Tensor> parameters() {
    Map<String, Tensor> found = new LinkedHashMap<>();
    walk("", (name, module) -> put(found, name, module.parameters));
    return Collections.unmodifiableMap(found);
  }

  /** Those that no part of it has, by name. */
  final Map<String, Tensor> ownParameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** All tensors that are saved, by dotted name, in PyTorch's order; they stay the module's own. */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> found = new LinkedHashMap<>();
    walk(
        "",
        (name, module) -> {
          put(found, name, module.parameters);
          put(found, name, module.buffers);
        });
    return Collections.unmodifiableMap(found);
  }

  /**
   * Overwrites all saved tensors with others' values.
   *
   * @param values by dotted name; exactly this module's names and shapes
   * @throws fovea.FoveaException naming what is missing, unexpected or of another shape; then
   *     nothing was changed
   */
  public final void loadStateDict(Map<String, Tensor> values) {
    NamedTensors.copy(stateDict(), values, "the weights don't fit the model");
    settle();
  }

  /**
   * Whether its tensors are those it was made with. A trainer gives a fresh module the training
   * images' normalisation and whitening; one that was loaded or trained keeps its own.
   */
  public final boolean isFresh() {
    return fresh;
  }

  /** Says that the tensors of this module and its parts were loaded or trained. */
  public final void settle() {
    modules().values().forEach(module -> module.fresh = false);
  }

  private static void put(Map<String, Tensor> found, String module, Map<String, Tensor> own) {
    own.forEach((name, tensor) -> found.put(join(module, name), tensor));
  }

  private void walk(String name, BiConsumer<String, Module> visit) {
    visit.accept(name, this);
    children.forEach((child, module) -> module.walk(join(name, child), visit));
  }

  static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  /** Whether it has no child modules. */
  public final boolean isLeaf() {
    return children.isEmpty();
  }

  /** The kind of module, as PyTorch calls it. */
  public final String type() {
    return getClass().getSimpleName();
  }

  /** What it was made with, under PyTorch's names in camel case. */
  public Map<String, Object> arguments() {
    return Map.of();
  }

  // ---- modes

  /** Trains from now on: batch statistics, dropout. */
  public final void train() {
    modules().values().forEach(module -> module.training = true);
  }

  /** Evaluates from now on: running statistics, no dropout. */
  public final void eval() {
    modules().values().forEach(module -> module.training = false);
  }

  /** Whether it trains, as far as this thread's {@link Probe} doesn't have it evaluate. */
  public final boolean training() {
    return training && !Probe.evaluates();
  }

  /** Whether it trains, whatever a {@link Probe} has it do meanwhile. */
  final boolean isInTraining() {
    return training;
  }

  /** {@link #train}, without its parts. */
  final void trainAlone() {
    training = true;
  }

  /** A block in which all modules evaluate; each goes back to its own mode after it. */
  public final Evaluating evaluating() {
    return new Evaluating(this);
  }

  // ---- freezing

  /**
   * Keeps the tensors of this module and its parts as they are: no gradient of them is computed, no
   * optimiser changes them, and batch norm uses its running statistics without updating them.
   */
  public final void freeze() {
    freeze(true);
  }

  /** Lets all tensors of this module and its parts be trained. */
  public final void unfreeze() {
    freeze(false);
  }

  private void freeze(boolean frozen) {
    for (Module module : modules().values()) {
      module.parameters.values().forEach(parameter -> parameter.requireGradient(!frozen));
      module.frozenBuffers = frozen && module.parameters.isEmpty();
    }
  }

  /**
   * A block in which the tensors of some names are frozen.
   *
   * @param names asked of each of {@link #freezable}
   */
  public final Freezing freezing(Predicate<String> names) {
    return new Freezing(this, names);
  }

  /**
   * Whether none of its own tensors is trained: it has parameters, and none requires a gradient, or
   * it has buffers only and was frozen. Those of its parts are theirs.
   */
  public final boolean isFrozen() {
    for (Tensor parameter : parameters.values()) {
      if (parameter.requiresGradient()) {
        return false;
      }
    }
    return !parameters.isEmpty() || frozenBuffers;
  }

  /** The names of what can be frozen: buffers beside parameters follow those. */
  public final Set<String> freezable() {
    Set<String> names = new LinkedHashSet<>(parameters().keySet());
    names.addAll(freezableBuffers().keySet());
    return names;
  }

  /** Modules without parameters, by the dotted names of their buffers. */
  final Map<String, Module> freezableBuffers() {
    Map<String, Module> found = new LinkedHashMap<>();
    walk(
        "",
        (name, module) -> {
          if (module.parameters.isEmpty()) {
            module.buffers.keySet().forEach(buffer -> found.put(join(name, buffer), module));
          }
        });
    return found;
  }

  final void freezeBuffers(boolean frozen) {
    frozenBuffers = frozen;
  }

  /**
   * Starts the randomness of all modules anew: what follows depends on the generator's seed, and
   * within a {@link Pass} on its number, so that a resumed epoch draws what it drew before.
   */
  public final void reseed(Rng rng) {
    walk("", (name, module) -> module.restart(rng.split(name)));
  }

  /** For modules that draw random numbers: from now on, draw from here. */
  protected void restart(Rng rng) {}

  /**
   * For modules that draw random numbers: the generator for this call, which within a {@link Pass}
   * gives the pass's own numbers. It is drawn from once a call: what a second draw gives is the
   * first of the next pass.
   *
   * @param own the module's, as {@link #restart} was told
   */
  protected final Rng randomness(Rng own) {
    return Pass.randomness(this, own);
  }

  /**
   * For modules that change buffers while they are trained: makes the change, which within a {@link
   * Pass} waits for those of earlier passes.
   *
   * @param seen tensors made in this call that the change looks at
   */
  protected final void afterwards(Runnable change, Tensor... seen) {
    Pass.afterwards(change, seen);
  }

  /** Frees all tensors of this module and its children. */
  @Override
  public void close() {
    children.values().forEach(Module::close);
    memory.close();
  }
}
