package fovea.report;

import fovea.image.Pixels;
import fovea.inspect.FeatureMaps;
import fovea.inspect.LayerMaps;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** An image as layer after layer sees it, from edges to objects, as one PNG picture. */
public final class LayersSheet {
  private static final int SIDE = 72;
  private static final int CELL = 78;
  private static final int NAMES = 190;
  private static final int MARGIN = 20;

  private LayersSheet() {}

  /**
   * Writes the picture.
   *
   * @throws fovea.FoveaException if the file can't be written, or on a machine without fonts
   */
  public static void write(Path file, FeatureMaps maps) {
    Sheet.write(file, Drawing.of("the layers", () -> draw(maps)));
  }

  static BufferedImage draw(FeatureMaps maps) {
    int columns = maps.layers().stream().mapToInt(layer -> layer.maps().size()).max().orElse(1);
    int rows = maps.layers().size() + 1;
    BufferedImage sheet =
        Sheet.blank(2 * MARGIN + NAMES + columns * CELL, 2 * MARGIN + rows * CELL);
    Graphics2D graphics = Sheet.graphics(sheet);
    drawRow(graphics, 0, "the image", "", List.of(maps.image()));
    for (int i = 0; i < maps.layers().size(); i++) {
      LayerMaps layer = maps.layers().get(i);
      List<Pixels> pictures = layer.maps().stream().map(LayerMaps.Channel::picture).toList();
      drawRow(graphics, i + 1, layer.layer(), layer.kind(), pictures);
    }
    graphics.dispose();
    return sheet;
  }

  private static void drawRow(
      Graphics2D graphics, int row, String name, String kind, List<Pixels> pictures) {
    int top = MARGIN + row * CELL;
    int middle = top + SIDE / 2;
    graphics.setColor(Sheet.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
    Sheet.drawCentred(graphics, name, "", MARGIN + NAMES / 2, middle, NAMES - 10);
    graphics.setColor(Sheet.PALE);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    Sheet.drawCentred(graphics, kind, "", MARGIN + NAMES / 2, middle + 18, NAMES - 10);
    for (int i = 0; i < pictures.size(); i++) {
      Sheet.drawPicture(graphics, pictures.get(i), MARGIN + NAMES + i * CELL, top, SIDE);
    }
  }
}
