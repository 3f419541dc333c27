package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.explain.MethodFigures;
import fovea.explain.OverImages;
import fovea.explain.SanityCheck;
import fovea.image.Pixels;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ExplanationPageTest {
  private static final Pixels PICTURE = new Pixels(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

  private static ExplainedPicture picture(String name, boolean right) {
    return new ExplainedPicture(
        name,
        PICTURE,
        "cat 93.1 %",
        right ? "cat" : "<dog>",
        right,
        "why cat rather than dog",
        List.of(
            new ExplainedPicture.Overlay("grad-cam", "", PICTURE),
            new ExplainedPicture.Overlay("rise", "standardError 0.02", PICTURE)));
  }

  private static MethodFigures figures(String... doubts) {
    SanityCheck sanity =
        new SanityCheck(
            List.of(new SanityCheck.Stage("conv1", 0.71)), new OverImages(0.71, 0.02, 20), 20, 20);
    return new MethodFigures(
        "rise",
        2,
        null,
        0.25,
        0.75,
        List.of(0.5, 0.0),
        List.of(0.5, 1.0),
        0.125,
        new OverImages(0.125, 0.01, 20),
        0.5,
        sanity,
        null,
        null,
        null,
        List.of(doubts),
        List.of());
  }

  @Test
  void rightAndWrongAnswersStandApartEachWithItsExplanations() throws Exception {
    String page =
        ExplanationPage.html(
            "runs/a&b", List.of(picture("1.png", true), picture("2.png", false)), List.of());
    var parsed = Pages.parse(page.replace("<!DOCTYPE html>", ""));
    assertThat(Pages.all(parsed, "h2"))
        .extracting(Element::getTextContent)
        .containsExactly("Right", "Wrong");
    assertThat(Pages.all(parsed, "img")).hasSize(6);
    assertThat(Pages.all(parsed, "table")).isEmpty();
    List<Element> explained =
        Pages.all(parsed, "div").stream()
            .filter(div -> div.getAttribute("class").equals("explained"))
            .toList();
    assertThat(explained.get(1).getTextContent())
        .contains(
            "is <dog>", "why cat rather than dog", "2.png", "grad-cam", "rise, standardError 0.02");
    assertThat(page).doesNotContain("http", "<dog>");
  }

  @Test
  void explanationsAreDrawnBesideTheirImages() {
    Pixels red = new Pixels(1, 1, new byte[] {(byte) 200, 0, 0});
    ExplainedPicture one =
        new ExplainedPicture(
            "1.png",
            PICTURE,
            "cat 93.1 %",
            null,
            true,
            "why cat",
            List.of(new ExplainedPicture.Overlay("rise", "", red)));
    BufferedImage sheet = ExplanationSheet.draw(List.of(one, one));
    assertThat(sheet.getWidth()).isEqualTo(2 * 20 + 2 * 164);
    assertThat(sheet.getHeight()).isEqualTo(20 + 48 + 2 * 174);
    assertThat(sheet.getRGB(20 + 164 + 82, 48 + 64)).isEqualTo(0xffc80000);
    assertThat(sheet.getRGB(20 + 164 + 82, 48 + 174 + 64)).isEqualTo(0xffc80000);
  }

  /** What is to be known of one image's explanation is no heading of the others'. */
  @Test
  void columnsAreHeadedByTheMethodAlone() {
    ExplainedPicture remarked = picture("1.png", true);
    ExplainedPicture bare =
        new ExplainedPicture(
            "1.png",
            PICTURE,
            remarked.answer(),
            "cat",
            true,
            remarked.question(),
            remarked.overlays().stream()
                .map(one -> new ExplainedPicture.Overlay(one.method(), "", one.picture()))
                .toList());
    BufferedImage with = ExplanationSheet.draw(List.of(remarked));
    BufferedImage without = ExplanationSheet.draw(List.of(bare));
    int width = with.getWidth();
    int height = with.getHeight();
    assertThat(with.getRGB(0, 0, width, height, null, 0, width))
        .isEqualTo(without.getRGB(0, 0, width, height, null, 0, width));
  }

  @Test
  void whatSpeaksAgainstAMethodIsSaid() throws Exception {
    String page = ExplanationPage.html("m", List.of(), List.of(figures("it shows the image")));
    var parsed = Pages.parse(page.replace("<!DOCTYPE html>", ""));
    assertThat(Pages.all(parsed, "li"))
        .extracting(Element::getTextContent)
        .containsExactly("rise: it shows the image.");
    assertThat(Pages.all(parsed, "tbody").get(0).getTextContent())
        .contains("fails", "0.250", "0.750", "0.710", "–");
  }

  @Test
  void aSmallPictureIsWrittenLarge(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("picture.png");
    ExplanationPage.writePicture(file, PICTURE);
    var read = ImageIO.read(file.toFile());
    assertThat(read.getWidth()).isEqualTo(256);
    assertThat(read.getHeight()).isEqualTo(128);
    assertThat(read.getRGB(127, 127)).isEqualTo(0xff010203);
    assertThat(read.getRGB(128, 0)).isEqualTo(0xff040506);
  }
}
