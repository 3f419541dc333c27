package fovea.serve.model;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.files.FileName;
import fovea.serve.limits.Refusal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models by name; several of one name are its versions, of which the last one is the usual. */
public final class ServedModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);
  private static final long LOOK_MILLISECONDS = 500;
  private static final int MOST_OF_SESSION = 8;

  private final List<ModelSlot> slots = new CopyOnWriteArrayList<>();
  private final int batch;
  private final Consumer<String> notices;
  private final BiConsumer<String, Boolean> replaced;
  private final Thread watch;
  private volatile boolean loaded;
  private volatile boolean closed;

  /**
   * @param batch most images that are computed at a time
   * @param notices hears of models that were replaced, or couldn't be
   * @param replaced hears a model's name, and whether the new file is served
   */
  public ServedModels(
      List<ModelSource> sources,
      int batch,
      Consumer<String> notices,
      BiConsumer<String, Boolean> replaced) {
    sources.forEach(source -> slots.add(new ModelSlot(source, batch, false)));
    this.batch = batch;
    this.notices = notices;
    this.replaced = replaced;
    watch = new Thread(this::watch, "models");
    watch.setDaemon(true);
  }

  /**
   * Loads all, and watches their files from then on; what services have left that were killed is
   * removed first.
   *
   * @throws fovea.FoveaException if one can't be served, or is another one under the same name
   */
  public void load() {
    TemporaryFolder.removeLeft();
    slots.forEach(ModelSlot::load);
    requireDifferent();
    loaded = true;
    watch.start();
  }

  /** Of two that no address tells apart, one would never be asked. */
  private void requireDifferent() {
    Map<String, ModelSlot> seen = new HashMap<>();
    for (ModelSlot slot : slots) {
      String name = slot.source().name();
      String version = slot.current().map(ModelVersion::version).orElse("");
      ModelSlot other = seen.putIfAbsent(name + "/" + version, slot);
      if (other != null) {
        throw new FoveaException(
            "%s and %s are the same model, served twice as `%s` in version %s; leave one of them out, or give it another name"
                .formatted(
                    FileName.ofPath(other.source().path()),
                    FileName.ofPath(slot.source().path()),
                    name,
                    version));
      }
    }
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(LOOK_MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
      look();
    }
  }

  /** Looks at once whether files were replaced, and again to see that they change no more. */
  public void lookTwice() {
    look();
    look();
  }

  private void look() {
    slots.forEach(this::look);
  }

  /** What fails for one is no reason to look at the others, or at it, no more. */
  private void look(ModelSlot slot) {
    String name = slot.source().name();
    try {
      ModelSlot.Outcome outcome = slot.look(notices);
      if (outcome != ModelSlot.Outcome.SAME) {
        replaced.accept(name, outcome == ModelSlot.Outcome.REPLACED);
      }
    } catch (RuntimeException e) {
      LOG.error("whether model {} was replaced can't be told", name, e);
    }
  }

  /** Whether all are warm. */
  public boolean areReady() {
    return loaded && !closed;
  }

  /** The names, in the order in which they were given. */
  public List<String> names() {
    return slots.stream().map(slot -> slot.source().name()).distinct().toList();
  }

  /**
   * The versions of a model that are served, the usual one last.
   *
   * @throws Refusal if there is no such model
   */
  public List<String> versions(String name) {
    return of(name).stream()
        .flatMap(slot -> slot.current().stream())
        .map(ModelVersion::version)
        .distinct() // a file may become what another is
        .toList();
  }

  /** {@link ModelVersion#weightsSha256} of all that are served. */
  public Set<String> weights() {
    Set<String> weights = new TreeSet<>();
    for (ModelSlot slot : slots) {
      try (ModelVersion.Lease lease = slot.current().map(ModelVersion::lease).orElse(null)) {
        if (lease != null) { // else it is being replaced
          weights.add(lease.version().weightsSha256());
        }
      }
    }
    return weights;
  }

  private List<ModelSlot> of(String name) {
    List<ModelSlot> found =
        slots.stream().filter(slot -> slot.source().name().equals(name)).toList();
    if (found.isEmpty()) {
      throw Refusal.unknownModel(
          "there is no model `%s`.%s The service has %s"
              .formatted(name, Spelling.didYouMean(name, names()), String.join(", ", names())));
    }
    return found;
  }

  /**
   * {@link #lease(String, String)} of what an address names.
   *
   * @param words of its path: {@code model}, and {@code version} if it has one
   */
  public ModelVersion.Lease lease(Map<String, String> words) {
    return lease(words.getOrDefault("model", ""), words.get("version"));
  }

  /**
   * A use of a model.
   *
   * @param version null for the usual one
   * @throws Refusal if there is no such model or version, or it isn't loaded yet
   */
  public ModelVersion.Lease lease(String name, @Nullable String version) {
    List<ModelSlot> found = of(name);
    boolean waiting = false;
    for (int i = found.size() - 1; i >= 0; i--) {
      // It may be replaced between looking and taking.
      for (Optional<ModelVersion> now = found.get(i).current();
          now.isPresent();
          now = found.get(i).current()) {
        if (version != null && !now.get().version().equals(version)) {
          break;
        }
        ModelVersion.Lease lease = now.get().lease();
        if (lease != null) {
          return lease;
        }
      }
      waiting |= found.get(i).current().isEmpty();
    }
    if (waiting || !loaded) {
      throw Refusal.loading("model `%s` is being loaded; ask again".formatted(name));
    }
    throw Refusal.unknownVersion(
        "model `%s` isn't served in version `%s`, but in %s"
            .formatted(name, version, String.join(", ", versions(name))));
  }

  /**
   * Says early that {@link #addForSession} would refuse.
   *
   * @throws Refusal if there are as many already as may be
   */
  public void requireRoomForSession() {
    if (slots.stream().filter(ModelSlot::isOfSession).count() >= MOST_OF_SESSION) {
      throw Refusal.modelsFull(
          "%d models were made already, and no more are kept; delete one of them"
              .formatted(MOST_OF_SESSION));
    }
  }

  /**
   * Serves one more model until the service ends.
   *
   * @param source whose name may be changed, so that no other model has it
   * @return a use of it
   * @throws Refusal if there are as many already as may be
   * @throws fovea.FoveaException if it can't be served
   */
  public synchronized ModelVersion.Lease addForSession(ModelSource source) {
    requireRoomForSession();
    String name = source.name();
    for (int number = 2; names().contains(name); number++) {
      name = source.name() + "-" + number;
    }
    ModelSlot slot = new ModelSlot(new ModelSource(name, source.path()), batch, true);
    slot.load();
    slots.add(slot);
    return lease(name, null);
  }

  /** Whether it was made while the service ran, and ends with it. */
  public boolean isOfSession(String name) {
    return of(name).stream().allMatch(ModelSlot::isOfSession);
  }

  /**
   * Serves a model no longer that was made while the service ran.
   *
   * @return its files, which nobody reads from now on
   * @throws Refusal if there is no such model, or it was there from the start
   */
  public List<Path> removeFromSession(String name) {
    List<ModelSlot> found = of(name);
    if (!isOfSession(name)) {
      throw Refusal.wrongMethod("DELETE", "model `" + name + "`", "GET, HEAD");
    }
    boolean removed = slots.removeAll(found); // unless another request did, a moment ago
    found.forEach(ModelSlot::close);
    return removed ? found.stream().map(slot -> slot.source().path()).toList() : List.of();
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    slots.forEach(ModelSlot::close);
  }
}
