package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static fovea.serve.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import fovea.serve.Chromium.Visit;
import fovea.serve.model.ModelSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures come onto the page in every way, and each gets its answer. */
class PageAnswersTest extends OnThePage {
  @Override
  RunningService serve() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    return RunningService.of(ModelSource.of(file));
  }

  private static FilePayload picture(String name, long seed) {
    return new FilePayload(name, "image/png", TinyModels.png(seed));
  }

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
  void whatStaysBusyIsSaidHoweverLongItWasMeasuredBefore() {
    AtomicInteger asked = new AtomicInteger();
    page.route(
        "**/v1/models/tiny/curves",
        route -> {
          int time = asked.incrementAndGet();
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(time <= 6 ? 202 : time <= 60 ? 429 : 404)
                  .setHeaders(time <= 60 ? Map.of("Retry-After", "0.01") : Map.of())
                  .setContentType("application/json")
                  .setBody("{\"error\": \"busy\", \"code\": \"code-%d\"}".formatted(time)));
        });
    visit.letting(429);
    Object code =
        page.evaluate(
            """
            async () => {
              const { ask } = await import('/page/server.js');
              return ask('/v1/models/tiny/curves').catch((refusal) => refusal.code);
            }
            """);
    assertThat(code).isEqualTo("code-11");
  }

  @Test
  void thatAModelIsLoadedIsSaidHoweverLongItTakes() {
    AtomicBoolean loading = new AtomicBoolean(true);
    AtomicInteger asked = new AtomicInteger();
    page.route(
        "**/v1/models",
        route -> {
          asked.incrementAndGet();
          if (loading.get()) {
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setHeaders(Map.of("Retry-After", "0.05"))
                    .setContentType("application/json")
                    .setBody("{\"error\": \"is being loaded\", \"code\": \"loading\"}"));
          } else {
            route.resume();
          }
        });
    visit.letting(503);
    page.reload();
    page.waitForCondition(() -> asked.get() > 10);
    assertThat(page.locator("#trouble")).hasText("The model is being loaded …");
    loading.set(false);
    assertThat(page.locator("#trouble")).isEmpty();
    choose(picture("a.png", 1));
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
  void ofSeveralFilesAllThatAreNoPicturesAreNamed() {
    page.locator("#intake input[type=file]")
        .first()
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("notes.txt", "text/plain", new byte[] {65}),
              picture("a.png", 1),
              new FilePayload("list.csv", "text/csv", new byte[] {66})
            });
    isShown("a.png");
    assertThat(page.locator("#trouble"))
        .containsText("2 files can’t be read as pictures: notes.txt, list.csv.");
  }

  @Test
  void whereTheChosenModelIsGoneTheFirstOneAnswers() {
    HttpResponse<byte[]> taught =
        service.post(
            "/v1/models/tiny/classes?name=newt",
            RunningService.multipart("b", List.of(RunningService.images(3))),
            "Content-Type",
            "multipart/form-data; boundary=b");
    String newt = json(taught).path("model").asText();
    page.reload();
    List<String> unused = page.locator("#which").selectOption(newt);
    service.method("DELETE", "/v1/models/" + newt);
    visit.letting(404);
    choose(picture("a.png", 1));
    assertThat(page.locator("#answer .bars li")).hasCount(3);
    assertThat(page.locator("#trouble"))
        .hasText("The server has no model %s any more; tiny answers now.".formatted(newt));
  }

  @Test
  void aPictureOfVeryManyPixelsIsMadeSmallerFirst() throws IOException {
    ByteArrayOutputStream large = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(6_000, 4_100, BufferedImage.TYPE_BYTE_BINARY);
    assertThat(ImageIO.write(image, "png", large)).isTrue();
    assertThat(prepared(large.toByteArray())).isEqualTo("image/jpeg 3000 x 2050");
    assertThat(prepared(TinyModels.png(1))).isEqualTo("image/png 8 x 8");
  }

  /** The kind and the size of what is sent of a file. */
  private Object prepared(byte[] file) {
    return page.evaluate(
        """
        async (base64) => {
          const { picture } = await import('/page/intake.js');
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const { file } = await picture(new Blob([bytes], { type: 'image/png' }), 'a.png');
          const { width, height } = await createImageBitmap(file);
          return `${file.type} ${width} x ${height}`;
        }
        """,
        Base64.getEncoder().encodeToString(file));
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

  @Test
  void aToolThatIsLeftGivesItsQuestionUp() {
    page.route("**/attack?*", route -> {}); // never answered
    choose(picture("a.png", 1));
    Request unanswered =
        page.waitForRequest(
            "**/attack?*",
            () -> {
              Locator unused = tool("Fool it");
            });
    assertThat(unanswered.method()).isEqualTo("POST");
    Request gone =
        page.waitForRequest(
            request -> request.method().equals("DELETE"),
            () -> {
              Locator unused = tool("Inside");
            });
    assertThat(gone.url()).matches(".*/v1/questions/q-\\d+-\\d+-\\d+");
  }

  @Test
  void whoLeavesThePicturesGivesUpWhatItsToolAsks() {
    page.route("**/attack?*", route -> {}); // never answered
    choose(picture("a.png", 1));
    Request first =
        page.waitForRequest(
            "**/attack?*",
            () -> {
              Locator unused = tool("Fool it");
            });
    isGivenUp(first, view("Confusions"));
    assertThat(page.locator("#tool")).isEmpty();
    Request second = page.waitForRequest("**/attack?*", () -> view("Pictures").click());
    isGivenUp(second, page.locator("#stage button[aria-label='Remove a.png']"));
    assertThat(page.locator("#intake")).isVisible();
    assertThat(page.locator("#tool")).isEmpty();
  }

  private Locator view(String name) {
    return page.locator("#views a", new Page.LocatorOptions().setHasText(name));
  }

  /** By a press of that. */
  private void isGivenUp(Request question, Locator pressed) {
    String id = question.headers().get("x-request-id");
    assertThat(id).matches("q-\\d+-\\d+-\\d+");
    page.waitForRequest(
        request ->
            request.method().equals("DELETE") && request.url().endsWith("/v1/questions/" + id),
        pressed::click);
  }

  @Test
  void arrowsOpenOnlyTheTabThatTheyRestAt() {
    List<String> asked = new CopyOnWriteArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    choose(picture("a.png", 1));
    page.locator("#tab-why").focus();
    for (int i = 0; i < 3; i++) {
      page.keyboard().press("ArrowRight");
    }
    assertThat(page.locator("#tab-layers")).isFocused();
    assertThat(page.locator("#tool .layers > li").first()).isVisible();
    assertThat(asked).noneMatch(url -> url.contains("/attack") || url.contains("/vary"));
  }

  @Test
  void howStrangeAPictureIsStandsBesideItsClasses() {
    Path file = TinyModels.writeCalibrated(folder.resolve("calibrated.safetensors"), 2);
    try (RunningService calibrated = RunningService.of(ModelSource.of(file))) {
      long strange = -1;
      long familiar = -1;
      for (long seed = 0; strange < 0 || familiar < 0; seed++) {
        JsonNode image =
            json(calibrated.post("/v1/models/calibrated/predict", TinyModels.png(seed)))
                .path("images")
                .get(0);
        double none = image.path("none").asDouble();
        strange = none > 0.96 ? seed : strange;
        familiar = none > 0.2 && none < 0.8 ? seed : familiar;
      }
      try (Visit there = chromium.visit("http://127.0.0.1:" + calibrated.service.port(), "/")) {
        Locator files = there.page.locator("#intake input[type=file]").first();
        Locator word = there.page.locator("#answer .word");
        Locator strangeness = there.page.locator("#answer .strange");
        files.setInputFiles(picture("familiar.png", familiar));
        assertThat(strangeness).containsText(Pattern.compile("Stranger than [\\d.]+"));
        assertThat(strangeness).not().hasClass(Pattern.compile("beyond"));
        assertThat(word).not().hasText("None of these");
        assertThat(there.page.locator("#answer .fine")).containsText("calibrated on 101 pictures");
        files.setInputFiles(picture("strange.png", strange));
        assertThat(word).hasText("None of these");
        assertThat(strangeness).hasClass(Pattern.compile("beyond"));
      }
    }
  }
}
