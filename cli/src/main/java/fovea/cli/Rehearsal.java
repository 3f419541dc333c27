package fovea.cli;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.serve.Service;
import fovea.serve.ServiceSettings;
import fovea.serve.http.Door;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Does once what a start does, so that the launcher can archive the classes it takes: with a
 * network of random weights, in a folder that is removed afterwards, it predicts what its own
 * images show, summarises the network, and serves one answer.
 */
public final class Rehearsal {
  private static final int SIZE = 32;

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("fovea-rehearsal");
    Path file = folder.resolve("model.safetensors");
    Path jpeg = folder.resolve("image.jpg");
    Path png = folder.resolve("image.png");
    int exit;
    try {
      writeModel(file);
      BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(image, "jpg", jpeg.toFile());
      ImageIO.write(image, "png", png.toFile());
      exit = run("predict", file, jpeg, png) + run("predict", file, png, "--json");
      exit += run("summary", file);
      serve(file, Files.readAllBytes(jpeg));
    } finally {
      for (Path made : List.of(file, jpeg, png, folder)) {
        Files.deleteIfExists(made);
      }
    }
    System.exit(exit == 0 ? 0 : Errors.FAILURE);
  }

  private static void writeModel(Path file) {
    try (Model model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8), List.of("one", "other"), Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of(TrainedModel.RECIPE, Recipe.builtIn("article").toYaml()));
    }
  }

  /** A start of the service, and its first answer. */
  private static void serve(Path file, byte[] image) throws IOException {
    Door door =
        new Door("127.0.0.1", 0, Optional.empty(), List.of(), List.of(), Writer.nullWriter());
    ServiceSettings settings =
        new ServiceSettings(
            door, Limits.USUAL, 2, List.of(), Optional.empty(), List.of(), notice -> {});
    try (Service service = Service.start(settings, List.of(new ModelSource("rehearsed", file)))) {
      service.load();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /v1/models/rehearsed/predict HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\nContent-Length: "
                    + image.length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(image);
        byte[] unused = socket.getInputStream().readAllBytes();
      }
    }
  }

  private static int run(Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return Fovea.run(new Console(nowhere, System.err, 0, false), arguments);
  }
}
