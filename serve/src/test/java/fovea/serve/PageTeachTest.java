package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A class is taught while other things are looked at. */
class PageTeachTest extends OnThePage {
  private static final TinyPictures PICTURES = new TinyPictures(60);

  /** Which addresses of files there are. */
  private static final String COUNTING =
      """
      window.addresses = new Set();
      const make = URL.createObjectURL;
      const revoke = URL.revokeObjectURL;
      URL.createObjectURL = (file) => {
        const made = make.call(URL, file);
        window.addresses.add(made);
        return made;
      };
      URL.revokeObjectURL = (made) => {
        window.addresses.delete(made);
        revoke.call(URL, made);
      };
      """;

  @Override
  RunningService serve() {
    Path file = PICTURES.model(folder.resolve("pictured.safetensors"));
    return RunningService.of(Wanted.USUAL.data(PICTURES), ModelSource.of(file));
  }

  @AfterEach
  void forget() {
    page.navigate("about:blank"); // else it goes on asking what the class costs
    service.service.models().names().stream()
        .filter(name -> service.service.models().isOfSession(name))
        .forEach(name -> service.method("DELETE", "/v1/models/" + name));
  }

  private static void addPhotos(Locator teach, int count) {
    FilePayload[] photos = new FilePayload[count];
    for (int i = 0; i < count; i++) {
      photos[i] = PICTURES.payload("v" + i, 100 + i);
    }
    teach.locator("input[type=file]").setInputFiles(photos);
    assertThat(teach.locator(".slots img")).hasCount(count);
  }

  private void awaitAddresses(int count) {
    page.waitForFunction("count => window.addresses.size === count", count);
  }

  @Test
  void photosAreLetGoOnceTheyAreShownNoLonger() {
    page.addInitScript(COUNTING);
    page.reload();
    choose(PICTURES.payload("a", 1));
    Locator teach = tool("Teach it");
    awaitAddresses(1);
    addPhotos(teach, 3);
    awaitAddresses(4);
    teach.locator(".slots .remove").first().click();
    awaitAddresses(3);
    FilePayload[] many = new FilePayload[70];
    for (int i = 0; i < many.length; i++) {
      many[i] = PICTURES.payload("m" + i, 200 + i);
    }
    teach.locator("input[type=file]").setInputFiles(many);
    assertThat(teach.locator(".slots img")).hasCount(64);
    awaitAddresses(65);
    teach.locator("#new-class").fill("violet");
    teach.locator("[type=submit]").click();
    assertThat(teach.locator(".lesson")).containsText("Learnt violet");
    awaitAddresses(1);
  }

  @Test
  void aPictureOfThePageStaysAmongThePhotosOnceItIsRemoved() {
    choose(PICTURES.payload("a", 1), PICTURES.payload("b", 2));
    tool("Teach it")
        .locator("button", new Locator.LocatorOptions().setHasText("Add the picture shown"))
        .click();
    page.locator("#stage button[aria-label='Remove a.png']").click();
    isShown("b.png");
    assertThat(page.locator(".slots img")).hasCount(1);
    page.waitForFunction("() => document.querySelector('.slots img').naturalWidth === 8");
  }

  @Test
  void aClassIsLearntOnceThoughItIsAskedForTwice() {
    List<Route> held = new ArrayList<>();
    page.route("**/classes?*", held::add);
    choose(PICTURES.payload("a", 1), PICTURES.payload("b", 2));
    Locator teach = tool("Teach it");
    addPhotos(teach, 3);
    teach.locator("#new-class").fill("violet");
    teach.locator("[type=submit]").click();
    page.waitForCondition(() -> !held.isEmpty());
    assertThat(teach.locator("[type=submit]")).isDisabled();
    page.locator("#strip [role=option]").nth(1).click(); // where the form is another one
    isShown("b.png");
    assertThat(teach.locator("[type=submit]")).isDisabled();
    teach.locator("#new-class").press("Enter");
    held.get(0).resume();
    assertThat(page.locator(".lesson")).hasCount(1);
    assertThat(teach.locator("[type=submit]")).isEnabled();
    assertThat(teach.locator(".slots img")).hasCount(0);
    assertThat(held).hasSize(1);
  }

  @Test
  void whatAClassCostsIsSaidThoughAnotherPictureIsLookedAtMeanwhile() {
    AtomicBoolean holding = new AtomicBoolean(true);
    List<Route> held = new ArrayList<>();
    page.route(
        "**/confusion",
        route -> {
          if (holding.get()) {
            held.add(route);
          } else {
            route.resume();
          }
        });
    choose(PICTURES.payload("a", 1), PICTURES.payload("b", 2));
    Locator teach = tool("Teach it");
    addPhotos(teach, 3);
    teach.locator("#new-class").fill("violet");
    teach.locator("[type=submit]").click();
    page.waitForCondition(() -> held.size() == 2);
    page.locator("#strip [role=option]").nth(1).click();
    isShown("b.png");
    assertThat(page.locator(".lesson")).containsText("Asking both models");
    holding.set(false);
    held.forEach(Route::resume);
    assertThat(page.locator(".lesson caption"))
        .containsText("on %d test pictures".formatted(PICTURES.size()));
    assertThat(page.locator(".refused")).hasCount(0);
    assertThat(held).hasSize(2);
    page.locator(".lesson button", new Page.LocatorOptions().setHasText("Forget")).click();
    assertThat(page.locator(".lesson")).hasCount(0);
  }
}
