package fovea.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a network alone.
 *
 * @param filters null where its first layer doesn't look at colours
 * @param maps of an image; null where there is none
 * @param classImages one for each class, or for some of many
 */
public record NetworkView(
    @Nullable FirstFilters filters, @Nullable FeatureMaps maps, List<ClassImage> classImages) {
  public NetworkView {
    classImages = List.copyOf(classImages);
  }
}
