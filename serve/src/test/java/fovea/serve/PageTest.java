package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import fovea.recipe.Recipe;
import fovea.run.EpochLog;
import fovea.serve.Chromium.Visit;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import fovea.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person does on the page, in a browser. After each, nothing must have gone wrong unseen.
 */
class PageTest {
  private static final String WEIGHTS = "Weights [0-9a-f]{12}";

  @TempDir static Path folder;
  private static Chromium chromium;
  private static RunningService service;
  private static String address;

  private Visit visit;
  private Page page;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    service =
        RunningService.of(
            Wanted.USUAL.data(new TinyPictures(60)).runs(folder.resolve("runs")),
            ModelSource.of(file));
    address = "http://127.0.0.1:" + service.service.port();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    visit = chromium.visit(address, "/");
    page = visit.page;
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    visit.close();
  }

  private static FilePayload picture(String name, long seed) {
    return new FilePayload(name, "image/png", TinyModels.png(seed));
  }

  private void choose(FilePayload... pictures) {
    page.locator("#intake input[type=file]").first().setInputFiles(pictures);
    assertThat(page.locator("#answer .word")).not().hasText("Looking …");
  }

  /** Whatever a tool shows in its place. */
  private void isShown(String name) {
    assertThat(page.locator("#stage button[aria-label]"))
        .hasAttribute("aria-label", Pattern.compile("Remove " + name));
  }

  private Locator tool(String tab) {
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(tab).setExact(true)).click();
    return page.locator("#tool .tool");
  }

  // ---- pictures and answers

  @Test
  void aChosenPictureIsAnsweredInRankedClassesByNamedWeights() {
    choose(picture("a.png", 1));
    String word = page.locator("#answer .word").textContent();
    assertThat(TinyModels.CLASSES).contains(word);
    Locator names = page.locator("#answer .bars .name");
    assertThat(names).hasCount(3);
    assertThat(names.first()).hasText(word);
    assertThat(page.locator("#answer .source")).containsText(Pattern.compile(WEIGHTS));
    assertThat(page.locator("#answer .fine")).containsText("isn’t calibrated");
    assertThat(page.locator("#stage button[aria-label='Remove a.png']")).isVisible();
  }

  @Test
  void aPictureCanBeDropped() {
    page.evaluate(carrying("drop", "dragenter", "dragover", "drop"), png(2));
    isShown("drop.png");
    assertThat(page.locator("#answer .bars li")).hasCount(3);
  }

  @Test
  void aPictureCanBePasted() {
    page.evaluate(
        """
        bytes => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(bytes)], 'paste.png', {type: 'image/png'}));
          document.body.dispatchEvent(
              new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
        }
        """,
        png(3));
    isShown("paste.png");
  }

  private static String carrying(String name, String... events) {
    return """
    bytes => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], '%s.png', {type: 'image/png'}));
      for (const kind of '%s'.split(' ')) {
        document.querySelector('.drop').dispatchEvent(
            new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
      }
    }
    """
        .formatted(name, String.join(" ", events));
  }

  private static List<Integer> png(long seed) {
    List<Integer> numbers = new ArrayList<>();
    for (byte each : TinyModels.png(seed)) {
      numbers.add(each & 0xff);
    }
    return numbers;
  }

  @Test
  void aPictureCanBeTaken() {
    page.locator("#intake button", new Page.LocatorOptions().setHasText("photograph")).click();
    page.locator("dialog video").waitFor();
    page.waitForFunction("() => document.querySelector('dialog video').videoWidth > 0");
    page.locator("dialog .first").click();
    isShown("photograph");
    assertThat(page.locator("#answer .bars li")).hasCount(3);
  }

  @Test
  void whatIsNoPictureIsNamed() {
    page.locator("#intake input[type=file]")
        .first()
        .setInputFiles(new FilePayload("notes.txt", "text/plain", new byte[] {65}));
    assertThat(page.locator("#trouble")).containsText("notes.txt can’t be read as a picture.");
  }

  @Test
  void severalPicturesAreGoneThroughByKeys() {
    choose(picture("a.png", 1), picture("b.png", 2), picture("c.png", 3));
    Locator options = page.locator("#strip [role=option]");
    assertThat(options).hasCount(3);
    options.first().focus();
    page.keyboard().press("ArrowRight");
    assertThat(options.nth(1)).hasAttribute("aria-selected", "true");
    isShown("b.png");
    page.keyboard().press("Delete");
    assertThat(options).hasCount(2);
    isShown("c.png");
  }

  // ---- how it looks

  @Test
  void nothingIsWiderThanAPhone() {
    try (Visit phone = chromium.visit(address, "/", 360, ColorScheme.DARK)) {
      phone
          .page
          .locator("#intake input[type=file]")
          .first()
          .setInputFiles(new FilePayload[] {picture("a.png", 1), picture("b.png", 2)});
      assertThat(phone.page.locator("#answer .bars li")).hasCount(3);
      for (Locator tab : phone.page.locator("[role=tab]").all()) {
        tab.click();
        assertThat(tab).hasAttribute("aria-selected", "true");
        Object width = phone.page.evaluate("document.documentElement.scrollWidth");
        assertThat(((Number) width).intValue()).as(tab.textContent()).isLessThanOrEqualTo(360);
      }
    }
  }

  @Test
  void coloursFollowTheSystemUntilSomeoneChooses() {
    String ground = "getComputedStyle(document.body).backgroundColor";
    Object light = page.evaluate(ground);
    try (Visit dark = chromium.visit(address, "/", 1280, ColorScheme.DARK)) {
      assertThat(dark.page.evaluate(ground)).isNotEqualTo(light);
      dark.page.locator("#theme[aria-label]").click(); // once it has been furnished
      assertThat(dark.page.locator("body")).hasCSS("background-color", light.toString());
      dark.page.reload();
      assertThat(dark.page.locator("body")).hasCSS("background-color", light.toString());
    }
  }

  // ---- what can be asked about a picture

  @Test
  void whyIsShownBesideItsSanityCheck() {
    choose(picture("a.png", 1));
    Locator why = tool("Why");
    assertThat(page.locator("#stage canvas")).hasAttribute("aria-label", Pattern.compile("Why .*"));
    assertThat(why.locator(".pair img")).hasCount(2);
    assertThat(why.locator(".verdict-line")).hasText(Pattern.compile("(Passes|Fails).*"));
    assertThat(why).containsText(Pattern.compile(WEIGHTS));
  }

  @Test
  void whyNotAnotherClassIsAskedByItsBar() {
    choose(picture("a.png", 1));
    String other = page.locator("#answer .bars .name").nth(1).textContent();
    page.locator("#answer .bars button").nth(1).click();
    assertThat(page.locator("#stage figcaption")).hasText("Why not " + other + "?");
    assertThat(page.locator("#tool .found")).containsText("What tells " + other + " from");
  }

  @Test
  void theSmallestChangeThatFlipsItIsNamedAndASliderGoesThere() {
    choose(picture("a.png", 1));
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
    choose(picture("a.png", 1));
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
    assertThat(page.locator("#stage figcaption")).hasText("a.png");
  }

  @Test
  void theNetworkIsGoneThroughLayerByLayer() {
    choose(picture("a.png", 1));
    Locator inside = tool("Inside");
    assertThat(inside.locator(".layers > li").first()).containsText("Conv2d");
    assertThat(inside.locator(".layers .cost").first()).containsText("ms");
    inside.locator(".maps button").first().click();
    assertThat(page.locator("#stage figcaption")).containsText("Channel");
    assertThat(inside).containsText(Pattern.compile(WEIGHTS));
  }

  @Test
  void photosMakeAClassThatIsAskedAndDownloaded() {
    choose(picture("a.png", 1));
    Locator teach = tool("Teach it");
    teach.locator("#new-class").fill("violet");
    FilePayload[] photos = new FilePayload[5];
    for (int i = 0; i < photos.length; i++) {
      photos[i] = picture("v" + i + ".png", 100 + i);
    }
    teach.locator("input[type=file]").setInputFiles(photos);
    assertThat(teach.locator(".slots img")).hasCount(5);
    teach.locator("[type=submit]").click();
    Locator lesson = teach.locator(".lesson");
    assertThat(lesson).containsText("Learnt violet");
    assertThat(lesson).containsText(Pattern.compile("\\d of the 5 photos"));
    assertThat(lesson.locator("caption")).containsText("on 60 test pictures");
    Download download =
        page.waitForDownload(
            () ->
                lesson
                    .locator("button", new Locator.LocatorOptions().setHasText("Download"))
                    .click());
    assertThat(download.suggestedFilename()).isEqualTo("tiny+violet.safetensors");
    lesson.locator("button", new Locator.LocatorOptions().setHasText("Ask")).click();
    assertThat(page.locator("#which")).hasValue("tiny+violet");
    assertThat(page.locator("#answer .bars li")).hasCount(4);
    page.locator(".lesson button", new Page.LocatorOptions().setHasText("Forget")).click();
    assertThat(page.locator(".lesson")).hasCount(0);
  }

  @Test
  void precisionsStandSideBySide() {
    choose(picture("a.png", 1));
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
    assertThat(download.suggestedFilename()).isEqualTo("tiny.onnx");
  }

  // ---- what the model does in general

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
    choose(picture("a.png", 1));
    Locator vary = tool("Vary it");
    assertThat(vary.locator(".curve[role=img] canvas")).hasCount(5);
    assertThat(vary.locator(".curve").first())
        .hasAttribute("aria-label", Pattern.compile("Brightness: accuracy on 60 pictures of .*"));
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
  void aTrainingIsWatchedWhileItGoesOn() throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/second"));
    Files.writeString(run.resolve("recipe.yaml"), Recipe.builtIn("demo").toYaml());
    EpochLog epochs = new EpochLog(run.resolve("epochs.jsonl"));
    epochs.append(new EpochRecord(1, 1.5, 0.4, 1.4, 0.5, 0.01, 2, 100));
    try (Visit watching = chromium.visit(address, "/runs/second")) {
      Page there = watching.page;
      assertThat(there.locator(".run h2")).containsText("second");
      assertThat(there.locator(".run .badge")).hasText("training now");
      assertThat(there.locator(".figures")).containsText("50.0");
      epochs.append(new EpochRecord(2, 1.2, 0.5, 1.1, 0.625, 0.01, 2, 100));
      assertThat(there.locator(".figures")).containsText("62.5");
      assertThat(there.locator(".charts canvas")).hasCount(2);
      Files.writeString(
          run.resolve("result.json"),
          "{\"testAccuracy\": 0.875, \"trainAccuracy\": 0.95, \"epochs\": 2, \"chosenEpoch\": 2,"
              + " \"seconds\": 3.5, \"parameters\": 10, \"macs\": 20}");
      assertThat(there.locator(".run .badge")).hasText("finished");
      assertThat(there.locator(".figures")).containsText("87.5");
      there.locator(".run summary").click();
      assertThat(there.locator(".run details tbody tr")).hasCount(2);
    }
  }

  @Test
  void aServiceWithATokenIsAskedWithIt() {
    Path file = TinyModels.write(folder.resolve("secret.safetensors"), 4);
    try (RunningService closed =
            RunningService.of(Wanted.USUAL.token("open sesame"), ModelSource.of(file));
        Visit guest =
            chromium.visit("http://127.0.0.1:" + closed.service.port(), "/").unauthorized()) {
      Page there = guest.page;
      there.locator("#token").fill("sesame");
      there.keyboard().press("Enter");
      assertThat(there.locator("dialog")).containsText("That isn’t it.");
      there.locator("#token").fill("open sesame");
      there.keyboard().press("Enter");
      assertThat(there.locator("dialog")).hasCount(0);
      there.locator("#intake input[type=file]").first().setInputFiles(picture("a.png", 1));
      assertThat(there.locator("#answer .bars li")).hasCount(3);
    }
  }
}
