import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Peer: the same network predicting in ONNX Runtime, fp32 and int8, from an image's bytes to the probability of each class.
 *
 * <p>Usage: OrtInfer FOLDER HEIGHT WIDTH [check], the folder with what `fovea export` and onnx_expected.py wrote; `check` compares with PyTorch's logits instead.
 */
public class OrtInfer {
  static final int BATCH = 256;
  static final int PART = 64;
  static final int BATCHES = 15;
  static final int SINGLES = 1000;
  static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  final int height;
  final int width;

  OrtInfer(int height, int width) {
    this.height = height;
    this.width = width;
  }

  interface Call {
    int number(int i) throws Exception;
  }

  static OrtSession session(Path file, int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return ENVIRONMENT.createSession(file.toString(), options);
  }

  /** Interleaved bytes to planes in [0, 1]. */
  FloatBuffer planes(List<byte[]> images) {
    int area = height * width;
    float[] values = new float[images.size() * 3 * area];
    int at = 0;
    for (byte[] rgb : images) {
      for (int channel = 0; channel < 3; channel++) {
        for (int i = channel; i < 3 * area; i += 3) {
          values[at++] = (rgb[i] & 255) / 255f;
        }
      }
    }
    FloatBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    return direct.put(values).flip();
  }

  float[][] logits(OrtSession session, List<byte[]> images) throws OrtException {
    long[] shape = {images.size(), 3, height, width};
    try (OnnxTensor input = OnnxTensor.createTensor(ENVIRONMENT, planes(images), shape);
        OrtSession.Result result = session.run(Map.of("images", input), Set.of("logits"))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  float[][] probabilities(OrtSession session, List<byte[]> images) throws OrtException {
    float[][] found = logits(session, images);
    for (float[] row : found) {
      float largest = row[argmax(row)];
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) Math.exp(row[i] - largest);
        sum += row[i];
      }
      for (int i = 0; i < row.length; i++) {
        row[i] /= (float) sum;
      }
    }
    return found;
  }

  static int argmax(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  static double[] times(int calls, Call call) throws Exception {
    double[] seconds = new double[calls];
    for (int i = -calls / 5; i < calls; i++) {
      long start = System.nanoTime();
      int found = call.number(i);
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      if (found == 0) {
        throw new IllegalStateException("nothing was predicted");
      }
    }
    Arrays.sort(seconds);
    return seconds;
  }

  double wholeBatches(Path file, List<byte[]> images) throws Exception {
    try (OrtSession session = session(file, 2)) {
      return BATCH / times(BATCHES, i -> probabilities(session, images).length)[BATCHES / 2];
    }
  }

  double parts(Path file, List<byte[]> images) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try (OrtSession first = session(file, 1);
        OrtSession second = session(file, 1)) {
      List<OrtSession> sessions = List.of(first, second);
      return BATCH / times(BATCHES, i -> byParts(workers, sessions, images))[BATCHES / 2];
    } finally {
      workers.shutdown();
    }
  }

  int byParts(ExecutorService workers, List<OrtSession> sessions, List<byte[]> images) throws Exception {
    List<Future<Integer>> found = new ArrayList<>();
    for (int w = 0; w < sessions.size(); w++) {
      int first = w * PART;
      OrtSession session = sessions.get(w);
      found.add(
          workers.submit(
              () -> {
                int count = 0;
                for (int at = first; at < images.size(); at += sessions.size() * PART) {
                  count += probabilities(session, images.subList(at, at + PART)).length;
                }
                return count;
              }));
    }
    int count = 0;
    for (Future<Integer> one : found) {
      count += one.get();
    }
    return count;
  }

  void measure(Path file, String precision) throws Exception {
    Random random = new Random(0);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      byte[] rgb = new byte[3 * height * width];
      random.nextBytes(rgb);
      images.add(rgb);
    }
    double rate = Math.max(wholeBatches(file, images), parts(file, images));
    System.out.printf(Locale.ROOT, "ONNX %s batch %d: %.0f images/s%n", precision, BATCH, rate);
    for (int threads = 1; threads <= 2; threads++) {
      try (OrtSession session = session(file, threads)) {
        double[] seconds = times(SINGLES, i -> probabilities(session, List.of(images.get(Math.floorMod(i, BATCH)))).length);
        System.out.printf(
            Locale.ROOT,
            "ONNX %s single %d-thread: median %.3f ms, p99 %.3f ms%n",
            precision,
            threads,
            1e3 * (seconds[SINGLES / 2 - 1] + seconds[SINGLES / 2]) / 2,
            1e3 * seconds[(int) Math.ceil(0.99 * SINGLES) - 1]);
      }
    }
  }

  /**
   * Whether fp32 has PyTorch's logits to 1e-3, and int8, where there is such a file, its classes for 97 % of the images at a loss of
   * at most half a point.
   */
  boolean check(Path folder) throws IOException, OrtException {
    byte[] records = Files.readAllBytes(folder.resolve("images.bin"));
    FloatBuffer expected =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("logits.bin"))).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int size = 1 + 3 * height * width;
    int count = records.length / size;
    int classes = expected.remaining() / count;
    double farthest = 0;
    int same = 0;
    int right = 0;
    int right8 = 0;
    try (OrtSession float32 = session(folder.resolve("float32.onnx"), 2);
        OrtSession int8 = Files.exists(int8(folder)) ? session(int8(folder), 2) : null) {
      for (int first = 0; first < count; first += BATCH) {
        List<byte[]> images = new ArrayList<>();
        for (int i = first; i < Math.min(count, first + BATCH); i++) {
          images.add(Arrays.copyOfRange(records, i * size + 1, (i + 1) * size));
        }
        float[][] found = logits(float32, images);
        float[][] found8 = int8 == null ? found : logits(int8, images);
        for (int i = 0; i < found.length; i++) {
          float[] row = new float[classes];
          expected.get(row);
          for (int c = 0; c < classes; c++) {
            farthest = Math.max(farthest, Math.abs(row[c] - found[i][c]));
          }
          int label = records[(first + i) * size];
          same += argmax(found8[i]) == argmax(row) ? 1 : 0;
          right += argmax(row) == label ? 1 : 0;
          right8 += argmax(found8[i]) == label ? 1 : 0;
        }
      }
    }
    double lost = 100.0 * (right - right8) / count;
    System.out.printf(
        Locale.ROOT,
        "check: fp32 differs from PyTorch by at most %.1e; %s keeps the class of %.2f %% of %d images and loses %.2f points%n",
        farthest,
        Files.exists(int8(folder)) ? "int8" : "it",
        100.0 * same / count,
        count,
        lost);
    return farthest <= 1e-3 && same >= 0.97 * count && lost <= 0.5;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    OrtInfer peer = new OrtInfer(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    if (args.length > 3) {
      if (!peer.check(folder)) {
        System.err.println("ONNX Runtime doesn't predict as PyTorch does, so its times would compare nothing");
        System.exit(1);
      }
      return;
    }
    peer.measure(folder.resolve("float32.onnx"), "float32");
    if (Files.exists(int8(folder))) {
      peer.measure(int8(folder), "int8");
    }
  }

  private static Path int8(Path folder) {
    return folder.resolve("int8.onnx");
  }
}
