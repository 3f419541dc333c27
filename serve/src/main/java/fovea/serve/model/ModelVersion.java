package fovea.serve.model;

import fovea.evaluate.Predictor;
import fovea.evaluate.Scores;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.run.Fitted;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A model as its file was at a time, warm and ready to be asked. Whoever uses it holds a {@link
 * Lease}; it is closed when it has been replaced and the last lease has ended.
 */
public final class ModelVersion {
  private static final int DIGITS = 12;
  private static final int MOST_TRIES = 3;
  private static final long WARM_UP_NANOS = 250_000_000;

  private final String name;
  private final String version;
  private final TrainedModel trained;
  private final Predictor predictor;
  private final KeptFile file;
  private final Structure structure;

  /** Hashing takes a while, in which the model is used: it has a lock of its own. */
  private final Object hashing = new Object();

  private @Nullable String weightsSha256;
  private int users = 1; // the slot that it is served from

  private ModelVersion(
      String name,
      String version,
      TrainedModel trained,
      Predictor predictor,
      Structure structure,
      KeptFile file) {
    this.name = name;
    this.version = version;
    this.trained = trained;
    this.predictor = predictor;
    this.structure = structure;
    this.file = file;
  }

  /**
   * Opens a model and warms it up.
   *
   * @throws fovea.FoveaException if it is broken, or says nothing but NaN
   */
  static ModelVersion open(ModelSource source, int batch) {
    for (int tries = 1; ; tries++) {
      ModelStamp before = ModelStamp.of(source);
      TrainedModel trained = TrainedModel.open(source.path());
      KeptFile file = KeptFile.of(trained.file());
      if (file.is(before) || tries == MOST_TRIES) {
        return warm(source, trained, file, batch);
      }
      trained.close(); // what was copied may be another than what was opened
      file.close();
    }
  }

  private static ModelVersion warm(
      ModelSource source, TrainedModel trained, KeptFile file, int batch) {
    Predictor predictor = null;
    try {
      String version = Sha256.ofFile(file.path()).substring(0, DIGITS);
      predictor = trained.predictor(false, 1);
      Structure structure = Structure.of(trained.model());
      ModelVersion opened =
          new ModelVersion(source.name(), version, trained, predictor, structure, file);
      opened.warm(batch);
      return opened;
    } catch (RuntimeException | Error e) {
      if (predictor != null) {
        predictor.close();
      }
      trained.close();
      file.close();
      throw e;
    }
  }

  /** The first call of each batch size prepares kernels; as many as take little time. */
  private void warm(int batch) {
    Pixels blank = new Pixels(width(), height(), new byte[3 * width() * height()]);
    long start = System.nanoTime();
    List<Input> images = new ArrayList<>();
    for (int size = 1; size <= batch; size++) {
      images.add(new Input.Picture(blank));
      if (size == 1 || System.nanoTime() - start < WARM_UP_NANOS) {
        List<Scores> unused = scores(images);
      }
    }
  }

  /** As addresses call it. */
  public String name() {
    return name;
  }

  /** The first digits of the SHA-256 of its file, which changes with what is fitted to it, too. */
  public String version() {
    return version;
  }

  /** {@link TrainedModel#weightsSha256}, which indexes of pictures are told by. */
  public String weightsSha256() {
    synchronized (hashing) {
      if (weightsSha256 == null) {
        weightsSha256 = trained.weightsSha256();
      }
      return weightsSha256;
    }
  }

  /** What its network is made of. */
  public Structure structure() {
    return structure;
  }

  public Model model() {
    return trained.model();
  }

  public TrainedModel trained() {
    return trained;
  }

  /** What it was opened from, as it was then. */
  public Path file() {
    return file.path();
  }

  /** A copy of that, which stays as it is until this is closed. */
  public Path keptFile() {
    return file.copy();
  }

  public Fitted fitted() {
    return trained.fitted();
  }

  public List<String> classes() {
    return trained.model().classes();
  }

  /** In pixels, of the images that it takes. */
  public int height() {
    return Math.toIntExact(trained.model().input().size(1));
  }

  /** In pixels, of the images that it takes. */
  public int width() {
    return Math.toIntExact(trained.model().input().size(2));
  }

  /**
   * What it says of images. Any number of threads may ask.
   *
   * @param images all of one kind
   */
  public List<Scores> scores(List<Input> images) {
    if (images.get(0) instanceof Input.Picture) {
      return predictor.scores(
          images.stream().map(image -> ((Input.Picture) image).pixels()).toList());
    }
    return predictor.scoresOfValues(
        images.stream().map(image -> ((Input.Values) image).values()).toList());
  }

  /** Keeps it open; null where it was closed already. */
  synchronized @Nullable Lease lease() {
    if (users == 0) {
      return null;
    }
    users++;
    return new Lease(this);
  }

  /** Ends one use. */
  void release() {
    boolean last;
    synchronized (this) {
      users--;
      last = users == 0;
    }
    if (last) {
      predictor.close();
      trained.close();
      file.close();
    }
  }

  /** A use of a version, which stays open until this is closed. */
  public static final class Lease implements AutoCloseable {
    private final ModelVersion version;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(ModelVersion version) {
      this.version = version;
    }

    public ModelVersion version() {
      return version;
    }

    /** One more use of the same version. */
    public Lease again() {
      synchronized (version) {
        version.users++;
      }
      return new Lease(version);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        version.release();
      }
    }
  }
}
