package fovea.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.data.folder.FolderLayout;
import fovea.data.folder.SplitWord;
import fovea.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a cache holds; written last, so that one that isn't whole has none.
 *
 * @param format {@link #FORMAT} of the Fovea that wrote it
 * @param folder that the images were read from, for people
 * @param source {@link FolderLayout#fingerprint}
 * @param records in {@code pixels}, a few of them perhaps unused
 * @param images how many could be read, by split
 * @param indexCrc32c of {@code index}
 */
record CacheManifest(
    int format,
    String folder,
    int height,
    int width,
    String source,
    int records,
    Map<String, Integer> images,
    long indexCrc32c,
    List<Unread> unreadable) {

  /** To be raised when files are laid out otherwise, and when decoding or scaling changes. */
  static final int FORMAT = 1;

  static final String NAME = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An image that can't be read.
   *
   * @param place in its split
   * @param reason what follows the file's name in the message
   */
  record Unread(String split, int place, String reason) {}

  static CacheManifest read(Path cache) throws IOException {
    return JSON.readValue(Files.readAllBytes(cache.resolve(NAME)), CacheManifest.class);
  }

  void write(Path cache) {
    AtomicFile.write(
        cache.resolve(NAME),
        out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this)));
  }

  int images(SplitWord split) {
    return images.getOrDefault(split.toString(), 0);
  }

  /** Which images can't be read; why not may be told otherwise the next time. */
  List<Unread> unreadPlaces() {
    return unreadable.stream().map(image -> new Unread(image.split, image.place, "")).toList();
  }

  int recordBytes() {
    return 3 * height * width;
  }
}
