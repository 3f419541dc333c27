import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Peer: the same network predicting in DJL, from TorchScript, fp32. The images lie in Java as floats already, where Fovea and
 * PyTorch begin with bytes.
 *
 * <p>Usage: DjlInfer TORCHSCRIPT HEIGHT WIDTH THREADS; with two threads the batches are timed too.
 */
public class DjlInfer {
  static final int BATCH = 256;
  static final int BATCHES = 15;
  static final int SINGLES = 1000;

  interface Call {
    float[] on(int i) throws TranslateException;
  }

  static double[] times(int calls, Call call) throws TranslateException {
    double[] seconds = new double[calls];
    for (int i = -calls / 5; i < calls; i++) {
      long start = System.nanoTime();
      float[] found = call.on(i);
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      if (found.length == 0) {
        throw new IllegalStateException("nothing was predicted");
      }
    }
    Arrays.sort(seconds);
    return seconds;
  }

  static float[] probabilities(Predictor<NDList, NDList> predictor, Model model, float[] pixels, Shape shape)
      throws TranslateException {
    try (NDManager call = model.getNDManager().newSubManager()) {
      NDList output = predictor.predict(new NDList(call.create(pixels, shape)));
      output.attach(call);
      return output.singletonOrThrow().softmax(1).toFloatArray();
    }
  }

  public static void main(String[] args) throws IOException, MalformedModelException, TranslateException {
    int height = Integer.parseInt(args[1]);
    int width = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    System.setProperty("ai.djl.pytorch.num_threads", args[3]);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    int values = 3 * height * width;
    float[] pixels = new float[BATCH * values];
    Random random = new Random(0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256) / 255f;
    }
    Path script = Path.of(args[0]).toAbsolutePath();
    try (Model model = Model.newInstance("network", Device.cpu(), "PyTorch")) {
      model.load(script.getParent(), script.getFileName().toString());
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        if (threads == 2) {
          Shape all = new Shape(BATCH, 3, height, width);
          double[] seconds = times(BATCHES, i -> probabilities(predictor, model, pixels, all));
          System.out.printf(Locale.ROOT, "DJL float32 batch %d: %.0f images/s%n", BATCH, BATCH / seconds[BATCHES / 2]);
        }
        Shape one = new Shape(1, 3, height, width);
        double[] seconds =
            times(
                SINGLES,
                i -> {
                  int first = Math.floorMod(i, BATCH) * values;
                  return probabilities(predictor, model, Arrays.copyOfRange(pixels, first, first + values), one);
                });
        System.out.printf(
            Locale.ROOT,
            "DJL float32 single %d-thread: median %.3f ms, p99 %.3f ms%n",
            threads,
            1e3 * seconds[SINGLES / 2],
            1e3 * seconds[(int) Math.ceil(0.99 * SINGLES) - 1]);
      }
    }
  }
}
