package fovea.report;

import fovea.files.AtomicFile;
import fovea.inspect.DataView;
import fovea.inspect.Inspection;
import fovea.inspect.NetworkView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a model sees, as one page that needs nothing but itself. */
public final class InspectionPage {
  private final List<Section> sections = new ArrayList<>();

  private record Section(String id, String title, String body) {}

  private InspectionPage() {}

  /**
   * Writes the page.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, Inspection inspection) {
    AtomicFile.write(file, html(inspection));
  }

  static String html(Inspection inspection) {
    InspectionPage page = new InspectionPage();
    page.addSeen(inspection.seen());
    DataView images = inspection.images();
    if (images != null) {
      page.addImages(images);
    }
    String title = "What " + inspection.network() + " sees";
    return Html.page(
        title,
        TrustStyle.SHEET + InspectionStyle.SHEET,
        "<h1>%s</h1>%n".formatted(Html.text(title)) + about(inspection) + page.body());
  }

  private static String about(Inspection inspection) {
    StringBuilder about = new StringBuilder(Prose.note("Model " + inspection.model()));
    DataView images = inspection.images();
    if (images != null) {
      about.append(
          Prose.note(
              "%s images were judged, %s; they are compared with %s, %s."
                  .formatted(
                      Figure.number(images.judged()),
                      inspection.judged(),
                      Figure.number(images.known()),
                      inspection.known())));
    }
    inspection.notes().forEach(note -> about.append(Prose.note(Limits.sentence(note))));
    return about.toString();
  }

  private void addSeen(NetworkView seen) {
    if (seen.filters() != null) {
      add("filters", "First filters", SeenSection.filters(seen.filters()));
    }
    if (seen.maps() != null) {
      add("layers", "From edges to objects", SeenSection.maps(seen.maps()));
    }
    if (!seen.classImages().isEmpty()) {
      add("classes", "What it looks for", SeenSection.classImages(seen.classImages()));
    }
  }

  private void addImages(DataView images) {
    if (!images.map().isEmpty()) {
      add(
          "map",
          "Map",
          Prose.paragraph(
                  "Images that the network sees alike lie together (t-SNE of the features before its last layer). The wheel comes nearer, dragging moves, a double click shows all.")
              + MapPicture.html(images.classes(), images.map()));
    }
    if (!images.wrongest().isEmpty()) {
      add(
          "wrong",
          "Most wrong",
          SeenImagesSection.judgements(
              "Wrong answers that it is most sure of: odd images, wrong labels, or shortcuts.",
              images.wrongest()));
    }
    if (!images.surest().isEmpty()) {
      add(
          "sure",
          "Surest",
          SeenImagesSection.judgements("Right answers that it is most sure of.", images.surest()));
    }
    if (!images.nearest().isEmpty()) {
      add(
          "nearest",
          "What it knows that is like them",
          SeenImagesSection.nearest(images.nearest()));
    }
    if (!images.prototypes().isEmpty()) {
      add("prototypes", "Prototypes", SeenImagesSection.prototypes(images.prototypes()));
    }
  }

  private void add(String id, String title, String body) {
    sections.add(new Section(id, title, body));
  }

  private String body() {
    StringBuilder contents = new StringBuilder("<nav aria-label=\"Contents\"><ul>\n");
    StringBuilder bodies = new StringBuilder();
    for (Section section : sections) {
      contents.append(
          "<li><a href=\"#%s\">%s</a></li>%n".formatted(section.id, Html.text(section.title)));
      bodies.append(Prose.section(section.id, section.title, section.body));
    }
    return contents + "</ul></nav>\n" + bodies;
  }
}
