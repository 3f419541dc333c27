package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import fovea.files.AtomicFile;
import fovea.recipe.Recipe;
import fovea.run.EpochLog;
import fovea.serve.Chromium.Visit;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import fovea.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The page on a phone, in the dark, behind a token, and while a training goes on. */
class PageLooksTest extends OnThePage {
  @Override
  RunningService serve() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    return RunningService.of(Wanted.USUAL.runs(folder.resolve("runs")), ModelSource.of(file));
  }

  private static FilePayload picture(String name, long seed) {
    return new FilePayload(name, "image/png", TinyModels.png(seed));
  }

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
      AtomicFile.write(
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
  void aTrainingIsWatchedOnceTheServiceHasTimeForIt() throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/third"));
    Files.writeString(run.resolve("recipe.yaml"), Recipe.builtIn("demo").toYaml());
    new EpochLog(run.resolve("epochs.jsonl"))
        .append(new EpochRecord(1, 1.5, 0.4, 1.4, 0.5, 0.01, 2, 100));
    try (Visit watching = chromium.visit(address, "/").letting(503)) {
      Page there = watching.page;
      AtomicInteger asked = new AtomicInteger();
      there.route(
          "**/events",
          route -> {
            if (asked.incrementAndGet() == 1) {
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(503)
                      .setHeaders(Map.of("Retry-After", "1"))
                      .setContentType("application/json")
                      .setBody("{\"error\": \"about to end\", \"code\": \"draining\"}"));
            } else {
              route.resume();
            }
          });
      there.navigate(address + "/runs/third");
      assertThat(there.locator(".run .badge")).hasText("training now");
      assertThat(there.locator(".figures")).containsText("50.0");
      assertThat(asked.get()).isEqualTo(2);
    }
  }

  @Test
  void ofARunThatIsNotThereNothingElseIsSaid() {
    try (Visit watching = chromium.visit(address, "/runs/none").letting(404)) {
      assertThat(watching.page.locator("#view .state")).hasText("There is no run none here.");
      assertThat(watching.page.locator("#view .run")).isEmpty();
    }
  }

  @Test
  void aTrainingThatStoppedIsFollowedOnceItGoesOn() throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/fourth"));
    Files.writeString(run.resolve("recipe.yaml"), Recipe.builtIn("demo").toYaml());
    EpochLog epochs = new EpochLog(run.resolve("epochs.jsonl"));
    epochs.append(new EpochRecord(1, 1.5, 0.4, 1.4, 0.5, 0.01, 2, 100));
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofMinutes(21)));
    for (Path file : List.of(run.resolve("recipe.yaml"), run.resolve("epochs.jsonl"), run)) {
      Path unused = Files.setLastModifiedTime(file, before);
    }
    try (Visit watching = chromium.visit(address, "/")) {
      Page there = watching.page;
      there.clock().install();
      there.navigate(address + "/runs/fourth");
      assertThat(there.locator(".run .badge")).hasText("stopped");
      assertThat(there.locator(".run"))
          .containsText("The training hasn’t written anything for 21 min.");
      there.clock().runFor(1_000); // draws
      assertThat(there.locator(".figures")).containsText("50.0");
      assertThat(there.locator(".figures")).not().containsText("Left, about");
      epochs.append(new EpochRecord(2, 1.2, 0.5, 1.1, 0.625, 0.01, 2, 100));
      there.clock().runFor(31_000);
      assertThat(there.locator(".run .badge")).hasText("training now");
      assertThat(there.locator(".run")).not().containsText("hasn’t written");
      there.clock().runFor(1_000);
      assertThat(there.locator(".figures")).containsText("62.5");
      assertThat(there.locator(".figures")).containsText("Left, about");
    }
  }

  @Test
  void aServiceWithATokenIsAskedWithIt() {
    Path file = TinyModels.write(folder.resolve("secret.safetensors"), 4);
    try (RunningService closed =
            RunningService.of(Wanted.USUAL.token("open sesame"), ModelSource.of(file));
        Visit guest =
            chromium.visit("http://127.0.0.1:" + closed.service.port(), "/").letting(401)) {
      Page there = guest.page;
      there.locator("#token").waitFor();
      for (int i = 0; i < 3; i++) {
        there.keyboard().press("Escape");
        assertThat(there.locator("#token")).isVisible();
      }
      there.locator("#token").fill("sesame");
      there.keyboard().press("Enter");
      assertThat(there.locator("dialog")).containsText("That isn’t it.");
      for (String unsendable : List.of("open s\u00e9same", "open \u2013 sesame")) {
        there.locator("#token").fill(unsendable);
        there.keyboard().press("Enter");
        assertThat(there.locator("#token:invalid")).isVisible();
      }
      there.locator("#token").fill("open sesame");
      there.keyboard().press("Enter");
      assertThat(there.locator("dialog")).hasCount(0);
      there.locator("#intake input[type=file]").first().setInputFiles(picture("a.png", 1));
      assertThat(there.locator("#answer .bars li")).hasCount(3);
    }
  }
}
