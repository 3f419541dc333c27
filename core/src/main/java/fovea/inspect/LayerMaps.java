package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.image.Pixels;
import java.util.List;

/**
 * What some channels of a layer give for an image.
 *
 * @param layer its dotted name
 * @param type as PyTorch calls it
 * @param channels that it has in all
 * @param height of what it gives
 * @param width of what it gives
 * @param maps of those that vary most, dark where a value is low
 */
public record LayerMaps(
    String layer, String type, int channels, int height, int width, List<Channel> maps) {
  public LayerMaps {
    maps = List.copyOf(maps);
  }

  /** Its type and the size of what it gives, in words. */
  public String kind() {
    return "%s, %d x %d x %d".formatted(type, channels, height, width);
  }

  /**
   * What one of them gives.
   *
   * @param low the value that is black
   * @param high the value that is brightest, the layer's own
   */
  public record Channel(int number, double low, double high, @JsonIgnore Pixels picture) {}
}
