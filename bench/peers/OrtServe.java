import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.imageio.ImageIO;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Peer: what a Java team would write in an afternoon, Jetty in front of ONNX Runtime. Each request's image is decoded by ImageIO, scaled, and
 * classified by one of as many sessions of one thread as there are cores; whatever path is asked for.
 *
 * <p>Usage: OrtServe MODEL.onnx HEIGHT WIDTH
 */
public class OrtServe extends Handler.Abstract {
  static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  final int height;
  final int width;
  final BlockingQueue<OrtSession> sessions;

  OrtServe(String file, int height, int width) throws OrtException {
    this.height = height;
    this.width = width;
    int count = Runtime.getRuntime().availableProcessors();
    sessions = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      sessions.add(ENVIRONMENT.createSession(file, options));
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    FloatBuffer planes;
    try (InputStream body = Content.Source.asInputStream(request)) {
      planes = planes(body);
    }
    float[] logits;
    OrtSession session = sessions.take();
    try (OnnxTensor input = OnnxTensor.createTensor(ENVIRONMENT, planes, new long[] {1, 3, height, width});
        OrtSession.Result result = session.run(Map.of("images", input), Set.of("logits"))) {
      logits = ((float[][]) result.get(0).getValue())[0];
    } finally {
      sessions.add(session);
    }
    byte[] json = json(logits).getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
    response.write(true, ByteBuffer.wrap(json), callback);
    return true;
  }

  /** In [0, 1], a plane a channel. */
  FloatBuffer planes(InputStream body) throws IOException {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(ImageIO.read(body), 0, 0, width, height, null);
    graphics.dispose();
    int[] rgb = scaled.getRGB(0, 0, width, height, null, 0, width);
    FloatBuffer planes = ByteBuffer.allocateDirect(4 * 3 * rgb.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int shift = 16; shift >= 0; shift -= 8) {
      for (int pixel : rgb) {
        planes.put((pixel >> shift & 255) / 255f);
      }
    }
    return planes.flip();
  }

  static String json(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[best]);
    }
    return String.format(Locale.ROOT, "{\"class\":%d,\"probability\":%.6f}", best, 1 / sum);
  }

  public static void main(String[] args) throws Exception {
    ImageIO.setUseCache(false);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new OrtServe(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2])));
    server.start();
    System.err.println("served at http://localhost:" + connector.getLocalPort() + "/");
  }
}
