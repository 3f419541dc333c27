package fovea.report;

import fovea.audit.AuditKind;
import fovea.audit.AuditedImage;
import fovea.audit.ClassCounts;
import fovea.audit.Copy;
import fovea.audit.DataAudit;
import fovea.audit.Flaw;
import fovea.audit.LabelAudit;
import fovea.audit.Suspect;
import fovea.files.AtomicFile;
import fovea.image.Pixels;
import fovea.image.Resize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** What an audit of a data set found, as one page with the pictures in it. */
public final class AuditPage {
  private static final int SUSPECTS = 200;
  private static final int COPIES = 120;
  private static final int FLAWS = 60;
  private static final int THUMBNAIL = 96;

  private final DataAudit audit;
  private final IntFunction<Pixels> pictures;
  private final StringBuilder page = new StringBuilder();

  private AuditPage(DataAudit audit, IntFunction<Pixels> pictures) {
    this.audit = audit;
    this.pictures = pictures;
  }

  /**
   * Writes the page.
   *
   * @param pictures of the images by the numbers that the audit has of them
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, DataAudit audit, IntFunction<Pixels> pictures) {
    AtomicFile.write(file, html(audit, pictures));
  }

  static String html(DataAudit audit, IntFunction<Pixels> pictures) {
    AuditPage page = new AuditPage(audit, pictures);
    page.addAbout();
    page.addLabels();
    page.addCopies();
    page.addFlaws();
    page.addUnreadable();
    return Html.page("Audit of " + audit.data(), page.page.toString());
  }

  private void addAbout() {
    page.append("<h1>Audit of %s</h1>%n".formatted(Html.text(audit.data())));
    page.append(
        "<p>%s images of %d classes. <span class=\"note\">Fingerprint %s</span></p>%n"
            .formatted(number(audit.images()), audit.classes().size(), audit.fingerprint()));
    page.append("<table>\n").append(Html.row("th", List.of("found", "how many")));
    for (Map.Entry<AuditKind, Integer> found : audit.findings().entrySet()) {
      boolean unasked = found.getKey() == AuditKind.LABELS && audit.labels() == null;
      page.append(
          Html.row(
              "td",
              List.of(
                  found.getKey().description(), unasked ? "not looked for" : found.getValue())));
    }
    page.append("</table>\n<h2>Images of each class</h2>\n<table>\n");
    List<Object> header = new ArrayList<>(List.of("class"));
    audit.counts().forEach(split -> header.add(split.split()));
    page.append(Html.row("th", header));
    for (int c = 0; c < audit.classes().size(); c++) {
      List<Object> row = new ArrayList<>(List.of(audit.classes().get(c)));
      for (ClassCounts split : audit.counts()) {
        row.add(split.images().get(c));
      }
      page.append(Html.row("td", row));
    }
    page.append("</table>\n");
  }

  private void addLabels() {
    LabelAudit labels = audit.labels();
    if (labels == null) {
      return;
    }
    section("Labels that are probably wrong", labels.suspects().size(), SUSPECTS);
    note(
        "Judged by %s, which agrees with %s of the labels; about %,.0f of them are wrong, by its estimate. A suspect is to be looked at: some are only hard."
            .formatted(labels.by(), percent(labels.accuracy()), labels.estimatedWrong()));
    page.append("<div class=\"grid\">\n");
    labels.suspects().stream().limit(SUSPECTS).forEach(this::addSuspect);
    page.append("</div>\n");
  }

  private void addSuspect(Suspect suspect) {
    figure(
        "",
        List.of(suspect.image()),
        "<b>%s?</b> %s<br>filed as %s, %s%s<br>%s"
            .formatted(
                Html.text(suspect.suggested()),
                percent(suspect.probability()),
                Html.text(suspect.image().label()),
                percent(suspect.ofLabel()),
                suspect.copyDiffers() ? "; a copy is filed otherwise" : "",
                Html.text(suspect.image().file())));
  }

  private void addCopies() {
    section("Copies", audit.copies().size(), COPIES);
    note(
        "Those under different classes first, then those across splits. Exact copies have the same pixels; others were saved anew, brightened, mirrored or shifted.");
    addPairs(audit.copies());
    section("Pairs that look alike", audit.lookalikes().size(), COPIES);
    note("Copies perhaps, or two photographs of one thing.");
    addPairs(audit.lookalikes());
  }

  private void addPairs(List<Copy> pairs) {
    page.append("<div class=\"grid\">\n");
    pairs.stream()
        .sorted(
            Comparator.comparing((Copy copy) -> !copy.classesDiffer())
                .thenComparing(copy -> !copy.acrossSplits()))
        .limit(COPIES)
        .forEach(this::addCopy);
    page.append("</div>\n");
  }

  private void addCopy(Copy copy) {
    String kind =
        copy.exact() ? "exact" : String.format(Locale.ROOT, "alike %.3f", copy.likeness());
    figure(
        "pair",
        List.of(copy.first(), copy.second()),
        "%s%s<br>%s<br>%s%s"
            .formatted(
                kind,
                copy.mirrored() ? ", mirrored" : "",
                place(copy.first()),
                place(copy.second()),
                copy.classesDiffer() ? "<br><b>different classes</b>" : ""));
  }

  private static String place(AuditedImage image) {
    return Html.text("%s: %s, %s".formatted(image.split(), image.file(), image.label()));
  }

  private void addFlaws() {
    if (audit.flaws().isEmpty()) {
      return;
    }
    section("Odd images", audit.flaws().size(), FLAWS);
    page.append("<div class=\"grid\">\n");
    for (Flaw flaw : audit.flaws().stream().limit(FLAWS).toList()) {
      figure(
          "",
          List.of(flaw.image()),
          "<b>%s</b>: %s<br>%s"
              .formatted(flaw.kind(), Html.text(flaw.found()), place(flaw.image())));
    }
    page.append("</div>\n");
  }

  private void addUnreadable() {
    if (audit.unreadable().isEmpty()) {
      return;
    }
    section("Files that can't be read", audit.unreadable().size(), Integer.MAX_VALUE);
    page.append("<ul>\n");
    audit
        .unreadable()
        .forEach(message -> page.append("<li>").append(Html.text(message)).append("</li>\n"));
    page.append("</ul>\n");
  }

  private void section(String title, int all, int shown) {
    String first = all > shown ? ", the first %s of %s".formatted(number(shown), number(all)) : "";
    page.append("<h2>%s%s</h2>%n".formatted(title, first));
    if (all == 0) {
      note("None.");
    }
  }

  private void note(String sentence) {
    page.append("<p class=\"note\">%s</p>%n".formatted(Html.text(sentence)));
  }

  private void figure(String kind, List<AuditedImage> images, String caption) {
    page.append("<figure class=\"%s\">".formatted(kind));
    for (AuditedImage image : images) {
      page.append(Html.picture(thumbnail(pictures.apply(image.number())), image.label()));
    }
    page.append("<figcaption>%s</figcaption></figure>%n".formatted(caption));
  }

  private static Pixels thumbnail(Pixels image) {
    return Math.max(image.width(), image.height()) <= THUMBNAIL
        ? image
        : Resize.cover(image, THUMBNAIL, THUMBNAIL);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
