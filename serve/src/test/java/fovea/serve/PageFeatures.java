package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import fovea.serve.Chromium.Visit;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All that can be asked on the page, of one model and its pictures. */
abstract class PageFeatures extends OnThePage {
  private final PageAlbum album;

  PageFeatures(PageAlbum album) {
    this.album = album;
  }

  @Override
  RunningService serve() throws IOException {
    Path file = album.model(folder.resolve("pictured.safetensors"));
    return RunningService.of(
        Wanted.USUAL.data(album).index(album.index(file, folder.resolve("pictures"), 15)),
        ModelSource.of(file));
  }

  @Test
  void whyIsShownBesideItsSanityCheck() {
    choose(album.payload("a", 1));
    Locator why = tool("Why");
    assertThat(page.locator("#stage canvas")).hasAttribute("aria-label", Pattern.compile("Why .*"));
    assertThat(why.locator(".pair img")).hasCount(2);
    assertThat(why.locator(".verdict-line")).hasText(Pattern.compile("(Passes|Fails).*"));
    assertThat(why).containsText(Pattern.compile(WEIGHTS));
  }

  @Test
  void whyNotAnotherClassIsAskedByItsBar() {
    choose(album.payload("a", 1));
    String other = page.locator("#answer .bars .name").nth(1).textContent();
    page.locator("#answer .bars button").nth(1).click();
    assertThat(page.locator("#stage figcaption")).hasText("Why not " + other + "?");
    assertThat(page.locator("#tool .found")).containsText("What tells " + other + " from");
  }

  @Test
  void theSmallestChangeThatFlipsItIsNamedAndASliderGoesThere() {
    choose(album.payload("a", 1));
    String word = page.locator("#answer .word").textContent();
    Locator fool = tool("Fool it");
    assertThat(fool.locator(".callout")).containsText(Pattern.compile("turns " + word + " into"));
    assertThat(page.locator("#answer .word")).not().hasText(word);
    assertThat(fool.locator(".triptych img")).hasCount(3);
    fool.locator("input[type=range]").press("Home");
    assertThat(page.locator("#answer .word")).hasText(word);
    fool.locator("input[type=range]").press("End");
    assertThat(fool.locator(".outcome")).containsText("At 32 of 255, " + word + " is taken for");
    assertThat(fool).containsText(Pattern.compile(WEIGHTS));
  }

  @Test
  void theSamePictureIsAskedInOtherConditions() {
    choose(album.payload("a", 1));
    String word = page.locator("#answer .word").textContent();
    Locator vary = tool("Vary it");
    assertThat(vary.locator("input[type=range]")).hasCount(5);
    for (Locator slider : vary.locator("input[type=range]").all()) {
      slider.press("ArrowRight");
    }
    assertThat(vary.locator(".outcome")).containsText("; before " + word);
    assertThat(vary).containsText(Pattern.compile(WEIGHTS));
    vary.locator("button", new Locator.LocatorOptions().setHasText("As it was")).click();
    assertThat(vary.locator(".outcome")).isEmpty();
    assertThat(page.locator("#stage figcaption")).hasText("a." + album.ending());
  }

  @Test
  void theNetworkIsGoneThroughLayerByLayer() {
    choose(album.payload("a", 1));
    Locator inside = tool("Inside");
    assertThat(inside.locator(".layers > li").first()).containsText("Conv2d");
    assertThat(inside.locator(".layers .cost").first()).containsText("ms");
    inside.locator(".maps button").first().click();
    assertThat(page.locator("#stage figcaption")).containsText("Channel");
    assertThat(inside).containsText(Pattern.compile(WEIGHTS));
  }

  @Test
  void photosMakeAClassThatIsAskedAndDownloaded() {
    choose(album.payload("a", 1));
    Locator teach = tool("Teach it");
    teach.locator("#new-class").fill("violet");
    FilePayload[] photos = new FilePayload[5];
    for (int i = 0; i < photos.length; i++) {
      photos[i] = album.payload("v" + i, 100 + i);
    }
    teach.locator("input[type=file]").setInputFiles(photos);
    assertThat(teach.locator(".slots img")).hasCount(5);
    teach.locator("[type=submit]").click();
    Locator lesson = teach.locator(".lesson");
    assertThat(lesson).containsText("Learnt violet");
    assertThat(lesson).containsText(Pattern.compile("Of 90 drawn pictures .* it takes \\d+ for"));
    assertThat(lesson.locator("caption"))
        .containsText("on %d test pictures".formatted(album.size()));
    Download download =
        page.waitForDownload(
            () ->
                lesson
                    .locator("button", new Locator.LocatorOptions().setHasText("Download"))
                    .click());
    assertThat(download.suggestedFilename()).isEqualTo("pictured+violet.safetensors");
    lesson.locator("button", new Locator.LocatorOptions().setHasText("Ask")).click();
    assertThat(page.locator("#which")).hasValue("pictured+violet");
    assertThat(page.locator("#answer .bars li")).hasCount(4);
    page.locator(".lesson button", new Page.LocatorOptions().setHasText("Forget")).click();
    assertThat(page.locator(".lesson")).hasCount(0);
  }

  @Test
  void precisionsStandSideBySide() {
    choose(album.payload("a", 1));
    Locator formats = tool("Side by side").locator(".formats > li");
    assertThat(formats).hasCount(4);
    assertThat(formats.filter(new Locator.FilterOptions().setHasText("float32")))
        .containsText("the reference");
    assertThat(formats.filter(new Locator.FilterOptions().setHasText("int8")))
        .containsText("Not here");
    Locator onnx = formats.filter(new Locator.FilterOptions().setHasText("ONNX"));
    assertThat(onnx).containsText("largest difference");
    assertThat(onnx.locator(".bars li")).hasCount(3);
    Download download = page.waitForDownload(() -> onnx.locator("button").click());
    assertThat(download.suggestedFilename()).isEqualTo("pictured.onnx");
  }

  @Test
  void whoHasNoPictureTakesOneOfTheTestPictures() {
    Locator examples = page.locator(".examples button");
    assertThat(examples).hasCount(8);
    examples.nth(2).click();
    isShown("Test picture .*");
    assertThat(page.locator("#answer .bars li")).hasCount(3);
  }

  @Test
  void measuredCurvesLieBesideTheSliders() {
    choose(album.payload("a", 1));
    Locator vary = tool("Vary it");
    assertThat(vary.locator(".curve[role=img] canvas")).hasCount(5);
    assertThat(vary.locator(".curve").first())
        .hasAttribute(
            "aria-label",
            Pattern.compile("Brightness: accuracy on %d pictures of .*".formatted(album.size())));
  }

  @Test
  void aCellOfTheConfusionsOpensItsPictures() {
    page.locator("#views a", new Page.LocatorOptions().setHasText("Confusions")).click();
    Locator cells = page.locator(".matrix button:not([disabled])");
    assertThat(page.locator(".matrix button")).hasCount(9);
    cells.first().focus();
    page.keyboard().press("Enter");
    Locator pictures = page.locator(".behind .pictures button");
    assertThat(pictures.first()).isVisible();
    assertThat(page.locator("#view")).containsText(Pattern.compile(WEIGHTS));
    pictures.first().click();
    isShown("Test picture .*");
    assertThat(page.locator("#answer .bars li")).hasCount(3);
  }

  @Test
  void picturesOfACellThatFailedAreAskedForOnceMore() {
    Visit there = visit.letting(500);
    AtomicInteger asked = new AtomicInteger();
    there.page.route(
        "**/confusion/images?*",
        route -> {
          if (asked.incrementAndGet() == 1) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(500)
                    .setContentType("application/json")
                    .setBody("{\"error\": \"a fault\", \"code\": \"failed\"}"));
          } else {
            route.resume();
          }
        });
    page.locator("#views a", new Page.LocatorOptions().setHasText("Confusions")).click();
    page.locator(".matrix button:not([disabled])").first().click();
    page.locator(".behind .refused button").click();
    assertThat(page.locator(".behind .pictures button").first()).isVisible();
    assertThat(page.locator(".behind .refused")).hasCount(0);
  }

  @Test
  void whoSkipsToTheContentStaysInTheView() {
    page.locator("#views a", new Page.LocatorOptions().setHasText("Confusions")).click();
    assertThat(page.locator(".matrix")).isVisible();
    page.locator("#skip").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#main")).isFocused();
    assertThat(page).hasURL(Pattern.compile(".*/#confusions"));
    assertThat(page.locator(".matrix")).isVisible();
  }

  @Test
  void theHeatMapIsOfTheLayerThatIsChosen() {
    choose(album.payload("a", 1));
    Locator why = tool("Why");
    Locator layer =
        why.locator("label", new Locator.LocatorOptions().setHasText("Layer")).locator("select");
    assertThat(layer.locator("option").first()).containsText("(the last one)");
    String other = layer.locator("option").nth(2).textContent();
    page.waitForRequest(
        request -> request.url().contains("layer=" + other + "&"),
        () -> {
          layer.selectOption(other);
        });
    assertThat(why.locator(".verdict-line")).hasText(Pattern.compile("(Passes|Fails).*"));
    assertThat(layer).hasValue(other);
  }

  @Test
  void theNearestPicturesOfTheIndexAreShownWithTheirClasses() {
    choose(album.payload("a", 4)); // which is in the index
    Locator similar = tool("Similar");
    Locator nearest = similar.locator(".pictures li");
    assertThat(nearest).hasCount(12);
    assertThat(nearest.first()).containsText(album.classes().get(4 % 3));
    assertThat(nearest.first()).containsText("same picture");
    assertThat(nearest.nth(1)).containsText(Pattern.compile("cosine -?\\d\\.\\d\\d"));
    assertThat(similar.locator(".pictures img")).hasCount(12);
    assertThat(similar).containsText("Searched 15 pictures.");
    assertThat(similar).containsText("among the training pictures");
    assertThat(similar).containsText(Pattern.compile(WEIGHTS));
  }
}
