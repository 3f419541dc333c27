package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.audit.AuditKind;
import fovea.audit.AuditedImage;
import fovea.audit.ClassCounts;
import fovea.audit.Copy;
import fovea.audit.DataAudit;
import fovea.audit.Flaw;
import fovea.audit.LabelAudit;
import fovea.audit.Suspect;
import fovea.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class AuditPageTest {
  private static final AuditedImage CAT =
      new AuditedImage(0, "train/cat/<script>alert(1)</script>.jpg", "train", "cat");
  private static final AuditedImage DOG =
      new AuditedImage(1, "test/dog/\u202e\"'.jpg", "test", "<b>dog & co</b>");

  @Test
  void namesAreShownAndNotTakenForHtml() {
    String page = page(new Pixels(2, 1, new byte[] {1, 2, 3, 4, 5, 6}));
    assertThat(page)
        .contains("train/cat/&lt;script&gt;alert(1)&lt;/script&gt;.jpg")
        .contains("&lt;b&gt;dog &amp; co&lt;/b&gt;")
        .contains("\\u202e&quot;&#39;.jpg")
        .doesNotContain("<script", "<b>dog", "\u202e");
  }

  @Test
  void thePageNeedsNothingButItself() throws IOException {
    String page = page(new Pixels(2, 1, new byte[] {10, 20, 30, 40, 50, 60}));
    assertThat(page).doesNotContain("http", "src=\"/", "url(");
    Matcher picture = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
    assertThat(picture.find()).isTrue();
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.group(1))));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff0a141e);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff28323c);
  }

  @Test
  void itSaysWhatWasFound() {
    assertThat(page(new Pixels(300, 200, new byte[180_000])))
        .contains("copies across splits</td><td class=\"number\">1<")
        .contains("labels that are probably wrong</td><td class=\"number\">1<")
        .contains("<b>blurred</b>: sharpness 2.0")
        .contains("broken.jpg: a JPEG image that is damaged")
        .contains("alike 0.971, mirrored");
  }

  @Test
  void whatWasNotLookedForIsNotSaidToBeFine() {
    DataAudit audit =
        new DataAudit(
            "pets",
            "f00",
            2,
            List.of("cat"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null);
    assertThat(AuditPage.html(audit, i -> new Pixels(1, 1, new byte[3])))
        .contains("labels that are probably wrong</td><td>not looked for<");
  }

  @Test
  void theSheetOfSuspectsHasATileForEach() {
    SuspectSheet.Tile tile =
        new SuspectSheet.Tile(new Pixels(2, 2, new byte[12]), "cat", "dog", 0.93);
    BufferedImage one = SuspectSheet.draw("one", List.of(tile), 2);
    BufferedImage three = SuspectSheet.draw("three", List.of(tile, tile, tile), 2);
    assertThat(three.getWidth()).isEqualTo(one.getWidth());
    assertThat(three.getHeight()).isGreaterThan(one.getHeight());
    assertThat(dark(three)).isGreaterThan(2 * dark(one));
  }

  private static int dark(BufferedImage image) {
    int dark = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      dark += image.getRGB(i % image.getWidth(), i / image.getWidth()) == 0xff000000 ? 1 : 0;
    }
    return dark;
  }

  private static String page(Pixels picture) {
    return AuditPage.html(
        new DataAudit(
            "pets",
            "f00",
            2,
            List.of("cat", "<b>dog & co</b>"),
            List.of(new ClassCounts("train", List.of(1, 0), Double.POSITIVE_INFINITY)),
            List.of("broken.jpg: a JPEG image that is damaged"),
            List.of(new Flaw(AuditKind.BLURRED, CAT, "sharpness 2.0")),
            List.of(new Copy(CAT, DOG, 0.971, false, true, true, true)),
            List.of(new Copy(CAT, DOG, 0.84, false, false, true, true)),
            new LabelAudit(
                "a test",
                0.9,
                1,
                List.of(List.of(1L, 0L), List.of(0L, 1L)),
                List.of(new Suspect(CAT, "<b>dog & co</b>", 0.9, 0.05, true)))),
        image -> picture);
  }
}
