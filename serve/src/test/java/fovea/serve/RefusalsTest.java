package fovea.serve;

import static fovea.serve.RunningService.INFER;
import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.multipart;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of codes, line by line. */
class RefusalsTest {
  @TempDir static Path folder;
  private static ModelSource tiny;
  private static RunningService service;

  @BeforeAll
  static void start() {
    tiny = ModelSource.of(TinyModels.write(folder.resolve("tiny.safetensors"), 1));
    service = RunningService.of(tiny);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<byte[]> infer(String json) {
    return service.post(INFER, json.getBytes(StandardCharsets.UTF_8));
  }

  // ---- 400

  @Test
  void anEmptyBodyIsRefused() {
    refused(service.post(PREDICT, new byte[0]), 400, "empty");
    refused(service.post(INFER, new byte[0]), 400, "empty");
    refused(
        service.post(
            PREDICT,
            multipart("b", List.of(new byte[0])),
            "Content-Type",
            "multipart/form-data; boundary=b"),
        400,
        "empty");
    refused(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[0,3,8,8],\"data\":[]}]}"),
        400,
        "empty");
  }

  @Test
  void aMalformedBodyIsRefused() {
    assertThat(refused(infer("{\"inputs\":[{"), 400, "malformed")).contains("line 1, column");
    refused(infer("[]"), 400, "malformed");
    refused(infer("{}"), 400, "malformed");
    refused(
        infer(
            "{\"inputs\":[{\"name\":\"pictures\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}"),
        400,
        "malformed");
    for (String type :
        List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x")) {
      refused(service.post(PREDICT, TinyModels.png(1), "Content-Type", type), 400, "malformed");
    }
    byte[] body = multipart("b", List.of(TinyModels.png(1)));
    refused(
        service.post(
            PREDICT,
            Arrays.copyOf(body, body.length - 8),
            "Content-Type",
            "multipart/form-data; boundary=b"),
        400,
        "malformed");
  }

  @Test
  void aWrongShapeIsRefusedWithTheRightOne() {
    String sentence =
        refused(
            infer(
                "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,8,9],\"data\":[0]}]}"),
            400,
            "wrong_shape");
    assertThat(sentence).contains("[1, 3, 8, 9]", "[N, 3, 8, 8]");
    refused(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,8,8],\"data\":[0]}]}"),
        400,
        "wrong_shape");
    assertThat(
            refused(
                infer(
                    "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP64\",\"shape\":[1,3,8,8],\"data\":[0]}]}"),
                400,
                "wrong_shape"))
        .contains("FP32", "UINT8", "BYTES");
  }

  @Test
  void aValueOutsideOfItsRangeIsRefused() {
    for (String value : List.of("1.01", "-0.1", "1e30")) {
      String numbers = String.join(",", Collections.nCopies(192, value));
      refused(
          infer(
              "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"FP32\",\"shape\":[1,3,8,8],\"data\":[%s]}]}"
                  .formatted(numbers)),
          400,
          "malformed");
    }
  }

  @Test
  void aWrongOrUnknownParameterIsRefused() {
    byte[] image = TinyModels.png(1);
    assertThat(refused(service.post(PREDICT + "?top=0", image), 400, "wrong_parameter"))
        .contains("top is `0`");
    refused(service.post(PREDICT + "?top=three", image), 400, "wrong_parameter");
    refused(service.post(PREDICT + "?top=1&top=2", image), 400, "wrong_parameter");
    refused(service.post(PREDICT + "?timeoutMs=0", image), 400, "wrong_parameter");
    assertThat(refused(service.post(PREDICT + "?tpo=3", image), 400, "wrong_parameter"))
        .contains("Did you mean `top`?");
  }

  // ---- 404, 405

  @Test
  void anUnknownModelVersionOrPathIsRefused() {
    byte[] image = TinyModels.png(1);
    assertThat(refused(service.post("/v1/models/tniy/predict", image), 404, "unknown_model"))
        .contains("Did you mean `tiny`?");
    refused(
        service.post("/v1/models/tiny/versions/000000000000/predict", image),
        404,
        "unknown_version");
    refused(service.get("/v2/models/none"), 404, "unknown_model");
    refused(service.get("/nothing"), 404, "not_found");
    refused(service.get("/v1/models/tiny/predict/more"), 404, "not_found");
    refused(service.get("/page/nothing.js"), 404, "not_found");
  }

  @Test
  void aWrongMethodIsRefusedWithTheRightOne() {
    HttpResponse<byte[]> response = service.get(PREDICT);
    refused(response, 405, "wrong_method");
    assertThat(response.headers().firstValue("Allow")).contains("POST");
    HttpResponse<byte[]> metrics = service.method("DELETE", "/metrics");
    refused(metrics, 405, "wrong_method");
    assertThat(metrics.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  // ---- 408

  @Test
  void aBodyThatTakesTooLongIsRefused() throws IOException {
    Wanted hurried = Wanted.USUAL.limits(OtherLimits.bodyTime(Duration.ofMillis(700)));
    try (RunningService own = RunningService.of(hurried, tiny);
        Socket socket = own.connect()) {
      socket
          .getOutputStream()
          .write(
              ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"
                      .formatted(PREDICT))
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(reply).startsWith("HTTP/1.1 408").contains("\"code\":\"too_slow\"");
    }
  }

  // ---- 413

  @Test
  void aFileOfMoreThanTenMebibytesIsRefused() {
    byte[] large = new byte[(10 << 20) + 1];
    refused(service.post(PREDICT, large), 413, "too_large");
    refused(
        service.post(
            PREDICT,
            multipart("b", List.of(large)),
            "Content-Type",
            "multipart/form-data; boundary=b"),
        413,
        "too_large");
  }

  @Test
  void aFileInJsonIsRefusedAsTooLargeHoweverLongItIs() {
    String input =
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"%s\"]}]}";
    for (int mebibytes : new int[] {11, 30}) {
      String base64 = Base64.getEncoder().encodeToString(new byte[mebibytes << 20]);
      assertThat(refused(infer(input.formatted(base64)), 413, "too_large"))
          .isEqualTo("image 1 has more than 10 MiB");
    }
  }

  @Test
  void aRequestOfMoreThanSixtyFourMebibytesIsRefusedBeforeItIsSent() throws IOException {
    try (Socket socket = service.connect()) {
      socket
          .getOutputStream()
          .write(
              ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 67108865\r\nExpect: 100-continue\r\n\r\n"
                      .formatted(INFER))
                  .getBytes(StandardCharsets.US_ASCII));
      String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(reply).startsWith("HTTP/1.1 413").contains("\"code\":\"too_large\"");
    }
  }

  @Test
  void aChunkedRequestIsCutOffWhereItBecomesTooLarge() throws IOException {
    try (Socket socket = service.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST %s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .formatted(PREDICT))
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = new byte[1 << 20];
      for (int i = 0; i < 11; i++) {
        out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void moreThanSixtyFourImagesAreRefused() {
    List<byte[]> images = Collections.nCopies(65, TinyModels.png(1));
    refused(
        service.post(
            PREDICT, multipart("b", images), "Content-Type", "multipart/form-data; boundary=b"),
        413,
        "too_large");
    refused(
        infer(
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[65],\"data\":[\"\"]}]}"),
        413,
        "too_large");
  }

  @Test
  void moreThanSixtyFourImagesAreRefusedAsNumbersToo() {
    int one = 3 * TinyModels.SIDE * TinyModels.SIDE;
    for (String[] kind : new String[][] {{"FP32", "3,8,8"}, {"UINT8", "8,8,3"}}) {
      String input =
          "{\"inputs\":[{\"data\":[%s],\"name\":\"images\",\"datatype\":\"%s\",\"shape\":[%d,%s]}]}";
      String many = String.join(",", Collections.nCopies(65 * one, "1"));
      assertThat(refused(infer(input.formatted(many, kind[0], 65, kind[1])), 413, "too_large"))
          .startsWith("65 images");
      assertThat(refused(infer(input.formatted(many, kind[0], 1, kind[1])), 400, "wrong_shape"))
          .isEqualTo("data has %d numbers, expected %d by the shape".formatted(65 * one, one));
      refused(infer(input.formatted(many, kind[0], 64, kind[1])), 400, "wrong_shape");
    }
  }

  // ---- 415

  @Test
  void whatIsNoImageByItsContentIsRefused() {
    String text = "not an image, whatever it is called";
    assertThat(
            refused(
                service.post(
                    PREDICT, text.getBytes(StandardCharsets.UTF_8), "Content-Type", "image/png"),
                415,
                "not_an_image"))
        .contains("is text, expected a JPEG, PNG, WebP, GIF or BMP image");
    byte[] tiff = {'I', 'I', '*', 0, 8, 0, 0, 0};
    assertThat(refused(service.post(PREDICT, tiff), 415, "not_an_image")).contains("TIFF");
    assertThat(
            refused(
                service.post(
                    PREDICT,
                    multipart("b", List.of(TinyModels.png(1), new byte[] {1, 2, 3})),
                    "Content-Type",
                    "multipart/form-data; boundary=b"),
                415,
                "not_an_image"))
        .startsWith("image 2 is");
  }

  @Test
  void anEncodedBodyIsRefused() {
    refused(
        service.post(PREDICT, TinyModels.png(1), "Content-Encoding", "gzip"), 415, "encoded_body");
  }

  // ---- 422

  @Test
  void anImageThatCantBeDecodedIsRefused() {
    byte[] jpeg = TinyModels.image("jpg", 64, 64, 1);
    assertThat(
            refused(
                service.post(PREDICT, Arrays.copyOf(jpeg, jpeg.length / 2)), 422, "undecodable"))
        .startsWith("the image");
  }

  @Test
  void anImageOfMoreThanFiftyMegapixelsIsRefusedBeforeItIsDecoded() {
    assertThat(refused(service.post(PREDICT, pngHeader(10_000, 5_001)), 422, "undecodable"))
        .contains("50,000,000");
  }

  /** The beginning of a PNG, and an end: more of it isn't looked at. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(8 + 25 + 12 + 12);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).array();
    header[8] = 8;
    header[9] = 2;
    chunk(file, "IHDR", header);
    chunk(file, "IDAT", new byte[0]);
    chunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void chunk(ByteBuffer file, String type, byte[] content) {
    byte[] named = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(named);
    crc.update(content);
    file.putInt(content.length).put(named).put(content).putInt((int) crc.getValue());
  }

  // ---- what isn't HTTP

  @Test
  void whatIsNoHttpGetsAnErrorInJson() throws IOException {
    for (String request :
        List.of(
            "GET / HTTP/1.1\r\n\r\n",
            "nonsense\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      try (Socket socket = service.connect()) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reply)
            .startsWith("HTTP/1.1 4")
            .contains("{\"error\":\"")
            .containsPattern("X-Request-Id: [0-9a-f]{16}\r\n")
            .contains("Content-Security-Policy: default-src 'none'")
            .contains("X-Content-Type-Options: nosniff");
      }
    }
  }

  @Test
  void longAddressesAndHeadersAreRefused() throws IOException {
    String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    String much = "x".repeat(20_000);
    Map<String, Integer> statuses =
        Map.of(
            "GET /" + much + head + "\r\n",
            414,
            "GET /v2" + head + "X-Much: " + much + "\r\n\r\n",
            431);
    for (Map.Entry<String, Integer> asked : statuses.entrySet()) {
      try (Socket socket = service.connect()) {
        socket.getOutputStream().write(asked.getKey().getBytes(StandardCharsets.US_ASCII));
        String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reply)
            .startsWith("HTTP/1.1 " + asked.getValue())
            .contains("longer than the service takes", "\"code\":\"malformed\"");
      }
    }
  }
}
