package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.Pixels;
import fovea.inspect.ClassImage;
import fovea.inspect.DataView;
import fovea.inspect.FeatureMaps;
import fovea.inspect.FirstFilters;
import fovea.inspect.Inspection;
import fovea.inspect.Judgement;
import fovea.inspect.LayerMaps;
import fovea.inspect.MapPoint;
import fovea.inspect.NearImage;
import fovea.inspect.NearestTraining;
import fovea.inspect.NetworkView;
import fovea.inspect.Prototype;
import fovea.inspect.ShownImage;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class InspectionPageTest {
  private static final Pixels RED = new Pixels(1, 1, new byte[] {(byte) 200, 0, 0});
  private static final Pixels BLUE = new Pixels(1, 1, new byte[] {0, 0, (byte) 200});

  private static ShownImage image(String name, String label) {
    return new ShownImage(name, label, RED);
  }

  private static NetworkView seen() {
    LayerMaps layer =
        new LayerMaps(
            "features.0",
            "Conv2d",
            64,
            32,
            32,
            List.of(new LayerMaps.Channel(7, 0, 1, BLUE), new LayerMaps.Channel(9, 0, 1, BLUE)));
    return new NetworkView(
        new FirstFilters("features.0", List.of(RED, BLUE, RED)),
        new FeatureMaps(RED, List.of(layer)),
        List.of(new ClassImage("a <b> & 'c'", BLUE, 0.97, 12)));
  }

  private static DataView images() {
    Judgement wrong = new Judgement(image("test/\"1\".png", "cat"), "dog & co", 0.91);
    NearImage near = new NearImage(image("train/7.png", "dog & co"), 0.987);
    return new DataView(
        List.of("cat", "dog & co"),
        2,
        5_000,
        List.of(new Judgement(image("test/2.png", "cat"), "cat", 0.99)),
        List.of(wrong),
        List.of(new NearestTraining(wrong, List.of(near, near))),
        List.of(
            new Prototype("cat", 12, 0.75, List.of(near), List.of(near), "dog & co", 0.25),
            new Prototype("dog & co", 3, 1, List.of(near), List.of(), null, null)),
        List.of(
            new MapPoint(image("test/<1>.png", "cat"), 0, 0.25),
            new MapPoint(image("test/2.png", "dog & co"), 1, 0.75)));
  }

  private static Inspection inspection(@Nullable DataView images) {
    return new Inspection(
        "runs/first/model.safetensors",
        "cifar10-cnn",
        images == null ? null : "cifar10",
        images == null ? null : "test split of cifar10",
        images == null ? null : "on which it was trained",
        images == null ? List.of() : List.of("left out 3 images"),
        seen(),
        images);
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
    String page = InspectionPage.html(inspection(images()));
    Document document = Pages.parse(page);
    for (Element picture : Pages.all(document, "img")) {
      assertThat(picture.getAttribute("src")).startsWith("data:image/png;base64,");
    }
    for (Element picture : Pages.all(document, "image")) {
      assertThat(picture.getAttribute("href")).startsWith("data:image/png;base64,");
    }
    assertThat(page).doesNotContain("http:", "https:", "src=\"/");
    assertThat(page)
        .contains("What cifar10-cnn sees", "5,000", "test split of cifar10", "Left out 3 images.");
  }

  @Test
  void everySectionIsInTheContents() throws Exception {
    Document document = Pages.parse(InspectionPage.html(inspection(images())));
    List<String> sections =
        Pages.all(document, "section").stream().map(one -> one.getAttribute("id")).toList();
    assertThat(sections)
        .containsExactly(
            "filters", "layers", "classes", "map", "wrong", "sure", "nearest", "prototypes");
    assertThat(Pages.all(document, "a").stream().map(one -> one.getAttribute("href")))
        .isEqualTo(sections.stream().map(id -> "#" + id).toList());
  }

  @Test
  void withoutDataThereIsTheNetworkAlone() throws Exception {
    Document document = Pages.parse(InspectionPage.html(inspection(null)));
    assertThat(Pages.all(document, "section").stream().map(one -> one.getAttribute("id")))
        .containsExactly("filters", "layers", "classes");
    assertThat(Pages.all(document, "script")).isEmpty();
  }

  @Test
  void anImageIsFollowedDownwardsLayerByLayer() throws Exception {
    Document document = Pages.parse(InspectionPage.html(inspection(null)));
    List<Element> pictures = Pages.all(document, "image");
    assertThat(pictures).hasSize(3);
    assertThat(number(pictures.get(1), "y")).isGreaterThan(number(pictures.get(0), "y"));
    assertThat(number(pictures.get(2), "y")).isEqualTo(number(pictures.get(1), "y"));
    assertThat(number(pictures.get(2), "x")).isGreaterThan(number(pictures.get(1), "x"));
    assertThat(Pages.all(document, "text").stream().map(Element::getTextContent))
        .contains("the image", "features.0", "Conv2d, 64 x 32 x 32");
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void imagesLieOnTheMapWhereTheyShall() throws Exception {
    Document document = Pages.parse(InspectionPage.html(inspection(images())));
    List<Element> places = Pages.all(document, "g");
    assertThat(places.stream().map(place -> place.getAttribute("transform")))
        .containsExactly("translate(24.00 262.00) scale(1)", "translate(976.00 738.00) scale(1)");
    assertThat(places.get(0).getTextContent()).isEqualTo("cat: test/<1>.png");
    List<String> colours =
        Pages.all(document, "rect").stream().map(frame -> frame.getAttribute("stroke")).toList();
    assertThat(colours).doesNotHaveDuplicates().hasSize(2);
    assertThat(Pages.all(document, "script").get(0).getTextContent()).contains("wheel");
  }

  @Test
  void layersAreDrawnBelowEachOther() {
    BufferedImage sheet = LayersSheet.draw(Objects.requireNonNull(inspection(null).seen().maps()));
    assertThat(sheet.getWidth()).isEqualTo(40 + 190 + 2 * 78);
    assertThat(sheet.getHeight()).isEqualTo(40 + 2 * 78);
    assertThat(sheet.getRGB(20 + 190 + 36, 20 + 36)).isEqualTo(0xffc80000);
    assertThat(sheet.getRGB(20 + 190 + 78 + 36, 20 + 36)).isEqualTo(0xffffffff);
    assertThat(sheet.getRGB(20 + 190 + 78 + 36, 20 + 78 + 36)).isEqualTo(0xff0000c8);
  }

  @Test
  void thoseFoundAreDrawnBesideTheImageAskedAbout() {
    List<SimilarSheet.Tile> tiles =
        Collections.nCopies(7, new SimilarSheet.Tile(BLUE, "a/very/long/name/of/a/file.jpg", 0.5));
    BufferedImage sheet = SimilarSheet.draw(RED, "one.jpg", tiles);
    assertThat(sheet.getWidth()).isEqualTo(40 + 6 * 152);
    assertThat(sheet.getHeight()).isEqualTo(40 + 2 * 178);
    assertThat(sheet.getRGB(20 + 76, 20 + 64)).isEqualTo(0xffc80000);
    assertThat(sheet.getRGB(20 + 152 + 76, 20 + 64)).isEqualTo(0xff0000c8);
    assertThat(sheet.getRGB(20 + 152 + 76, 20 + 178 + 64)).isEqualTo(0xff0000c8);
  }
}
