package fovea.report;

import fovea.image.Pixels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image beside what explains the answer to it.
 *
 * @param name of the image
 * @param answer the class it is taken for, with its probability
 * @param truth the class it is of, or null where nobody knows
 * @param right whether the answer is that class
 * @param question what is explained, such as {@code why cat rather than dog}
 * @param overlays by method
 */
public record ExplainedPicture(
    String name,
    Pixels image,
    String answer,
    @Nullable String truth,
    boolean right,
    String question,
    List<Overlay> overlays) {
  public ExplainedPicture {
    overlays = List.copyOf(overlays);
  }

  /**
   * The image with relevance laid over it.
   *
   * @param method its name
   * @param remark what is to be known of the method, and of it for this image; empty is nothing
   */
  public record Overlay(String method, String remark, Pixels picture) {}
}
