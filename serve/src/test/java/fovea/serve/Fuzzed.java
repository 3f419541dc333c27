package fovea.serve;

import static fovea.serve.RunningService.INFER;
import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A request that was well-formed until something happened to it: its line, its headers, its JSON,
 * the binary data behind that, its parts or its image were cut, flipped, doubled or filled with
 * noise.
 *
 * @param isHeadWhole whether nothing happened to its line and its headers, so that it has a reply
 */
record Fuzzed(byte[] bytes, boolean isHeadWhole) {
  private static final String CLASSES = "/v1/models/tiny/classes?name=violet";
  private static final List<String> PATHS =
      List.of(
          PREDICT,
          PREDICT + "?top=2",
          PREDICT + "?timeoutMs=5",
          INFER,
          "/v1/models/tiny",
          "/v1/models/tiny/explain?sanity=false",
          "/v1/models/tiny/attack?steps=2",
          CLASSES,
          "/v1/models/tiny/versions/000000000000/predict",
          "/v2/models/tiny/ready",
          "/metrics",
          "/openapi.json",
          "/page/app.js",
          "/v1/runs",
          "/");

  private static final List<String> STRANGE =
      List.of(
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: 5\r\nContent-Length: 6",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Expect: 100-continue",
          "Expect: nonsense",
          "Content-Type: multipart/form-data",
          "Content-Type: multipart/form-data; boundary=\"",
          "Inference-Header-Content-Length: 0",
          "Inference-Header-Content-Length: 2147483647",
          "Inference-Header-Content-Length: 7",
          "Host: evil.example",
          "Host:",
          "Origin: null",
          "Authorization: Bearer x",
          "X-Request-Id: \u0001\u0002",
          "Connection: upgrade\r\nUpgrade: h2c",
          "Accept: application/vnd.google.protobuf",
          "Content-Encoding: br",
          "A: " + "b".repeat(20_000),
          ": nameless",
          "no colon");

  static Fuzzed of(SplittableRandom random) {
    byte[] body;
    String type = "application/octet-stream";
    String extra = "";
    String path = PATHS.get(random.nextInt(PATHS.size()));
    String method = random.nextInt(10) == 0 ? pick(random, "PUT", "HEAD", "OPTIONS", "X") : "POST";
    switch (random.nextInt(5)) {
      case 0 -> body = mutated(image(random), random);
      case 1 -> {
        byte[] parts =
            multipart(
                "b" + random.nextInt(3), List.of(mutated(image(random), random), image(random)));
        body = mutated(parts, random);
        type = "multipart/form-data; boundary=b" + random.nextInt(3);
        path = pick(random, PREDICT, CLASSES);
      }
      case 2 -> {
        body = mutated(json(random).getBytes(StandardCharsets.UTF_8), random);
        type = "application/json";
        path = INFER;
      }
      case 3 -> {
        byte[] behind = behind(random);
        byte[] head =
            ("{\"inputs\":[{\"name\":\"images\",\"datatype\":\"%s\",\"shape\":%s,\"parameters\":{\"binary_data_size\":%d}}]}"
                    .formatted(
                        pick(random, "FP32", "UINT8", "BYTES", "INT64"),
                        pick(random, "[1,3,8,8]", "[1,8,8,3]", "[1]", "[2,3,8,8]", "[9000000000]"),
                        random.nextInt(4) == 0 ? random.nextInt() : behind.length))
                .getBytes(StandardCharsets.UTF_8);
        body = Arrays.copyOf(head, head.length + behind.length);
        System.arraycopy(behind, 0, body, head.length, behind.length);
        int length = random.nextInt(4) == 0 ? random.nextInt(2_000) : head.length;
        extra = "Inference-Header-Content-Length: " + length + "\r\n";
        path = INFER;
      }
      default -> body = new byte[random.nextInt(3) * random.nextInt(5_000)];
    }
    boolean wrongLength = random.nextInt(20) == 0;
    boolean strange = random.nextInt(4) == 0;
    boolean damaged = random.nextInt(8) == 0;
    StringBuilder head = new StringBuilder();
    head.append(random.nextInt(4) == 0 && body.length == 0 ? "GET" : method)
        .append(' ')
        .append(path)
        .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ")
        .append(type)
        .append("\r\nContent-Length: ")
        .append(wrongLength ? random.nextInt(20_000) : body.length)
        .append("\r\n")
        .append(extra);
    if (strange) {
      head.append(STRANGE.get(random.nextInt(STRANGE.size()))).append("\r\n");
    }
    head.append("\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(damaged ? mutated(first, random) : first);
    request.writeBytes(body);
    return new Fuzzed(request.toByteArray(), !wrongLength && !strange && !damaged);
  }

  private static String pick(SplittableRandom random, String... some) {
    return some[random.nextInt(some.length)];
  }

  private static byte[] image(SplittableRandom random) {
    String format = pick(random, "png", "jpg", "gif", "bmp");
    return TinyModels.image(
        format, 1 + random.nextInt(24), 1 + random.nextInt(24), random.nextLong());
  }

  private static String json(SplittableRandom random) {
    StringBuilder data = new StringBuilder();
    if (random.nextInt(3) == 0) {
      data.append('"').append(Base64.getEncoder().encodeToString(image(random))).append('"');
    } else {
      for (int i = 0; i < 192; i++) {
        data.append(i == 0 ? "" : ",").append(random.nextInt(20) == 0 ? "1e999" : "0.5");
      }
    }
    return "{\"id\":\"%d\",\"inputs\":[{\"name\":\"images\",\"shape\":%s,\"datatype\":\"%s\",\"data\":[%s]}]}"
        .formatted(
            random.nextInt(),
            pick(random, "[1,3,8,8]", "[1,8,8,3]", "[1]", "[-1]", "[]", "[[1]]"),
            pick(random, "FP32", "UINT8", "BYTES"),
            data);
  }

  private static byte[] behind(SplittableRandom random) {
    if (random.nextInt(2) == 0) {
      byte[] noise = new byte[pick(random, "a", "b").equals("a") ? 768 : random.nextInt(2_000)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] file = image(random);
    ByteBuffer cut = ByteBuffer.allocate(4 + file.length).order(ByteOrder.LITTLE_ENDIAN);
    cut.putInt(random.nextInt(3) == 0 ? random.nextInt() : file.length).put(file);
    return cut.array();
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] changed = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length));
      case 1 -> {
        for (int i = 0; i <= random.nextInt(20); i++) {
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> {
        int at = random.nextInt(changed.length);
        for (int i = at; i < Math.min(changed.length, at + 16); i++) {
          changed[i] = (byte) random.nextInt(256);
        }
      }
      case 3 -> {
        int at = random.nextInt(changed.length);
        byte[] doubled = Arrays.copyOf(changed, changed.length + at);
        System.arraycopy(changed, 0, doubled, changed.length, at);
        changed = doubled;
      }
      case 4 -> changed[random.nextInt(changed.length)] = 0;
      default -> {} // as it was
    }
    return changed;
  }
}
