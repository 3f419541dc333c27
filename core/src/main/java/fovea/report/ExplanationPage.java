package fovea.report;

import fovea.explain.MethodFigures;
import fovea.files.AtomicFile;
import fovea.files.FileKind;
import fovea.image.Pixels;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Images with the explanations of their answers, as one page with the pictures in it. */
public final class ExplanationPage {
  private static final int SMALLEST = 256;
  private static final String CAPTION =
      "caption { text-align: left; color: var(--pale); padding: .3rem 0; }\n";

  private static final String TITLE = "Why %s says what it says";

  private ExplanationPage() {}

  /** Whether a file is such a page, by its title. */
  public static boolean isOne(Path file) throws IOException {
    if (FileKind.of(file) != FileKind.HTML) {
      return false;
    }
    String[] title = TITLE.split("%s", -1);
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) // or in any other
        .matches("(?s).*<title>" + title[0] + "[^<]*" + title[1] + "</title>.*");
  }

  /**
   * Writes the page.
   *
   * @param model as the user calls it
   * @param figures how far each explanation can be trusted, or none where nobody looked
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(
      Path file, String model, List<ExplainedPicture> pictures, List<MethodFigures> figures) {
    AtomicFile.write(file, html(model, pictures, figures));
  }

  /**
   * Writes one picture as PNG, its pixels as squares where it is small.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void writePicture(Path file, Pixels picture) {
    int longer = Math.max(picture.width(), picture.height());
    int factor = Math.max(1, (SMALLEST + longer - 1) / longer);
    BufferedImage sheet = Sheet.blank(picture.width() * factor, picture.height() * factor);
    Graphics2D graphics = sheet.createGraphics();
    int side = longer * factor;
    Sheet.drawPicture(
        graphics, picture, (sheet.getWidth() - side) / 2, (sheet.getHeight() - side) / 2, side);
    graphics.dispose();
    Sheet.write(file, sheet);
  }

  static String html(String model, List<ExplainedPicture> pictures, List<MethodFigures> figures) {
    StringBuilder page = new StringBuilder();
    page.append("<h1>%s</h1>%n".formatted(Html.text(TITLE.formatted(model))));
    page.append(Prose.note(ExplanationSection.COLOURS));
    if (!figures.isEmpty()) {
      add(page, figures);
    }
    page.append(ExplanationSection.html("h2", pictures));
    return Html.page(TITLE.formatted(model), ExplanationSection.STYLE + CAPTION, page.toString());
  }

  private static void add(StringBuilder page, List<MethodFigures> figures) {
    HtmlTable table =
        HtmlTable.captioned("How far each explanation can be trusted, means over the images")
            .head(
                List.of(
                    "method",
                    "verdict",
                    "deletion",
                    "insertion",
                    "gain over random",
                    "sensitivity",
                    "like random weights'",
                    "on the object",
                    "times uniform",
                    "pointing"));
    for (MethodFigures of : figures) {
      table.row(
          of.method(),
          of.verdict(),
          number(of.deletion()),
          number(of.insertion()),
          number(of.gainOverRandom()),
          number(of.sensitivity()),
          number(of.sanity().likeness()),
          number(of.inside()),
          number(of.insideOverUniform()),
          number(of.pointing()));
    }
    page.append(table.html());
    List<String> doubts = new ArrayList<>();
    figures.forEach(of -> of.reasons().forEach(doubt -> doubts.add(of.method() + ": " + doubt)));
    if (!doubts.isEmpty()) {
      page.append("<ul>\n");
      doubts.forEach(doubt -> page.append("<li>%s.</li>%n".formatted(Html.text(doubt))));
      page.append("</ul>\n");
    }
  }

  private static String number(@Nullable Double value) {
    return value == null ? Figure.NONE : String.format(Locale.ROOT, "%.3f", value);
  }
}
