package fovea.cli;

import fovea.FoveaException;
import fovea.explain.Relevance;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.report.ExplainedPicture;
import fovea.report.ExplanationPage;
import fovea.report.ExplanationSheet;
import fovea.report.HeatMap;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What explanations leave in a folder: {@code index.html}, and of each image and method an overlay,
 * a heat map and the raw values.
 */
record ExplanationFiles(Path folder, Console console) {
  private static final String SHEET = "all.png";

  /** What programs find where, by names in the folder. */
  record Written(String overlay, String heat, String values) {}

  /**
   * Looks where they go, before the work rather than after it.
   *
   * @throws FoveaException if nothing can be written there, or a page or a picture of that name is
   *     there that isn't of explanations
   */
  void requireUsable() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FoveaException(
          FileName.ofPath(folder) + ": a file, expected the name of a folder for the pictures");
    }
    if (!Files.exists(folder)) {
      Path above = folder.toAbsolutePath().getParent();
      while (above != null && !Files.exists(above)) {
        above = above.getParent();
      }
      if (above != null && !(Files.isDirectory(above) && Files.isWritable(above))) {
        throw new FoveaException(
            "%s: can't be made, as nothing may be written to %s; name another folder by --out"
                .formatted(FileName.ofPath(folder), FileName.ofPath(above)));
      }
      return;
    }
    if (!Files.isWritable(folder)) {
      throw new FoveaException(
          FileName.ofPath(folder)
              + ": nothing may be written to this folder; name another by --out");
    }
    WritableFile.require(page(), "the page");
    try {
      if (Files.exists(page()) && !ExplanationPage.isOne(page())) {
        throw taken(page(), "a page of explanations");
      }
    } catch (IOException e) {
      throw FileFailure.unreadable(page(), e);
    }
    if (Files.exists(folder.resolve(SHEET)) && !Files.exists(page())) {
      throw taken(folder.resolve(SHEET), "the picture of one");
    }
  }

  private void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  private static FoveaException taken(Path file, String expected) {
    return new FoveaException(
        "%s: exists already and isn't %s; name another folder by --out"
            .formatted(FileName.ofPath(file), expected));
  }

  /** Writes the files and the page; returns them by method, of each image. */
  List<Map<String, Written>> write(ExplanationResult result) {
    create();
    List<Map<String, Written>> written = new ArrayList<>();
    for (ExplainedImage image : result.images()) {
      written.add(write(written.size() + 1, image));
    }
    List<ExplainedPicture> pictures =
        result.images().stream()
            .map(image -> image.picture(result.classes(), result.cautions()))
            .toList();
    ExplanationPage.write(page(), result.model(), pictures, result.figures());
    if (!pictures.isEmpty()) {
      writeSheet(pictures);
    }
    return written;
  }

  /** Which nobody asked for, so that it may be lacking where Java finds no fonts. */
  private void writeSheet(List<ExplainedPicture> pictures) {
    try {
      ExplanationSheet.write(folder.resolve(SHEET), pictures);
    } catch (FoveaException e) {
      console.warn(SHEET + " is left out: " + e.getMessage());
    }
  }

  /**
   * @param number of the image, so that those of one name stay apart
   */
  private Map<String, Written> write(int number, ExplainedImage image) {
    String stem = String.format(Locale.ROOT, "%03d-%s", number, plain(image.asked().name()));
    Map<String, Written> written = new LinkedHashMap<>();
    image
        .relevance()
        .forEach(
            (method, relevance) -> {
              String start = stem + "." + method;
              Written names =
                  new Written(start + ".png", start + ".heat.png", start + ".safetensors");
              ExplanationPage.writePicture(
                  folder.resolve(names.overlay), HeatMap.over(image.asked().pixels(), relevance));
              ExplanationPage.writePicture(folder.resolve(names.heat), HeatMap.of(relevance));
              writeValues(folder.resolve(names.values), method, relevance);
              written.put(method, names);
            });
    return written;
  }

  /** Only what any system takes in a name of a file. */
  private static String plain(String name) {
    String last = name.replaceFirst("\\.[A-Za-z0-9]+$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
    return last.length() <= 40 ? last : last.substring(last.length() - 40);
  }

  /** {@code relevance} [H, W]. */
  private static void writeValues(Path file, String method, Relevance relevance) {
    StoredTensor stored =
        StoredTensor.of(Shape.of(relevance.height(), relevance.width()), relevance.values());
    Safetensors.write(
        file, new StoredTensors(Map.of("relevance", stored), Map.of("method", method)));
  }

  Path page() {
    return folder.resolve("index.html");
  }
}
