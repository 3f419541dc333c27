package fovea.serve.http;

import fovea.serve.limits.CappedBytes;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** The files in a body: it is one, or it is multipart and holds some. */
public final class Uploads {
  private static final String MULTIPART = "multipart/form-data";
  private static final int PART_HEADER_BYTES = 8 << 10;

  /** The only part that is no file. */
  private static final Pattern IS_NAME = Pattern.compile("(?i);\\s*name=\"?name\"?\\s*(;|$)");

  private static final Pattern FILE = Pattern.compile("(?i);\\s*filename\\*?=");

  private Uploads() {}

  /**
   * A file.
   *
   * @param name as messages call it: "the image", or "image 3"
   * @param bytes not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // made once and only read
  public record Upload(String name, byte[] bytes) {}

  /** Whether the body is more than one file as it is. */
  public static boolean isMultipart(Optional<String> contentType) {
    return contentType
        .filter(type -> type.toLowerCase(Locale.ROOT).strip().startsWith(MULTIPART))
        .isPresent();
  }

  /**
   * Takes them apart.
   *
   * @throws Refusal if there are none, too many, too large ones, or the parts are damaged
   */
  public static List<Upload> of(Optional<String> contentType, byte[] body, Limits limits) {
    if (!isMultipart(contentType)) {
      return List.of(checked(new Upload("the image", body), limits));
    }
    Parts parts = parsed(contentType, body, limits);
    if (parts.begun > parts.most || parts.files.size() > limits.images()) {
      throw Refusal.tooLarge(
          "more than %d files in a request, expected at most as many".formatted(limits.images()));
    }
    if (parts.failed || !parts.complete) {
      throw Refusal.malformed(
          "the multipart body is damaged or ends early; expected files between boundaries, as `curl"
              + " --form` sends them");
    }
    if (parts.files.isEmpty()) {
      throw Refusal.empty("the multipart body holds no file, expected at least one");
    }
    List<Upload> uploads = new ArrayList<>();
    for (byte[] file : parts.files) {
      String name = parts.files.size() == 1 ? "the image" : "image " + (uploads.size() + 1);
      uploads.add(checked(new Upload(name, file), limits));
    }
    return uploads;
  }

  /**
   * What the part {@code name} says that is no file, as by {@code --form name=tabby} of curl.
   *
   * @throws Refusal if the parts have no boundary
   */
  public static Optional<String> name(Optional<String> contentType, byte[] body, Limits limits) {
    if (!isMultipart(contentType)) {
      return Optional.empty();
    }
    return Optional.ofNullable(parsed(contentType, body, limits).name);
  }

  private static Parts parsed(Optional<String> contentType, byte[] body, Limits limits) {
    Parts parts = new Parts(limits);
    MultiPart.Parser parser = new MultiPart.Parser(boundary(contentType.orElse("")), parts);
    parser.setMaxParts(parts.most);
    parser.setPartHeadersMaxLength(PART_HEADER_BYTES);
    parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
    return parts;
  }

  /**
   * A file as it may be.
   *
   * @throws Refusal if it is empty or too large
   */
  public static Upload checked(Upload upload, Limits limits) {
    if (upload.bytes.length == 0) {
      throw Refusal.empty(upload.name + " is empty, expected the bytes of an image file");
    }
    if (upload.bytes.length > limits.fileBytes()) {
      throw Refusal.tooLarge(
          "%s has more than %d MiB".formatted(upload.name, limits.fileBytes() >> 20));
    }
    return upload;
  }

  private static String boundary(String contentType) {
    String boundary;
    try {
      boundary = MultiPart.extractBoundary(contentType);
    } catch (RuntimeException e) {
      boundary = null;
    }
    if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
      throw Refusal.malformed(
          "the Content-Type is multipart/form-data without a usable boundary, expected one of 1 to"
              + " 70 characters");
    }
    return boundary;
  }

  private static final class Parts implements MultiPart.Parser.Listener {
    private final int most;
    private final List<byte[]> files = new ArrayList<>();
    private @Nullable String name;
    private String disposition = "";
    private final CappedBytes part;
    private int begun;
    private boolean failed;
    private boolean complete;

    Parts(Limits limits) {
      most = limits.images() + 1; // with a name
      part = new CappedBytes(limits.fileBytes() + 1); // by which it shows that it is too large
    }

    @Override
    public void onPartBegin() {
      begun++;
      part.reset();
      disposition = "";
    }

    @Override
    public void onPartHeader(String name, String value) {
      if (name.equalsIgnoreCase("Content-Disposition")) {
        disposition = value;
      }
    }

    @Override
    public void onPartContent(Content.@Nullable Chunk chunk) {
      if (chunk != null) {
        ByteBuffer content = chunk.getByteBuffer(); // of the body, which is an array
        part.write(
            content.array(), content.arrayOffset() + content.position(), content.remaining());
      }
    }

    @Override
    public void onPartEnd() {
      if (IS_NAME.matcher(disposition).find() && !FILE.matcher(disposition).find()) {
        name = part.toString(StandardCharsets.UTF_8);
      } else {
        files.add(part.toByteArray());
      }
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable failure) {
      failed = true;
      if (begun == most && failure instanceof IllegalStateException) {
        begun++; // one too many is told by failing before it begins
      }
    }
  }
}
