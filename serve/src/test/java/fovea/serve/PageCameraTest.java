package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fovea.serve.model.ModelSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cameras that take their time, refuse, and are turned; none stays on. */
class PageCameraTest extends OnThePage {
  private static final String REFUSED =
      "The camera can’t be used: the browser or its user refused.";

  /** Two cameras, which come when they are let, and refuse as often as they are told to. */
  private static final String CAMERAS =
      """
      () => {
        const devices = navigator.mediaDevices;
        const open = devices.getUserMedia.bind(devices);
        const list = devices.enumerateDevices.bind(devices);
        const cameras = { asked: 0, answered: 0, refusals: 0, tracks: [], held: null };
        cameras.hold = () => {
          cameras.held = new Promise((resolve) => (cameras.come = resolve));
        };
        devices.getUserMedia = async (wanted) => {
          cameras.asked++;
          await cameras.held;
          try {
            if (cameras.refusals-- > 0) throw new DOMException('in use', 'NotReadableError');
            const stream = await open(wanted);
            cameras.tracks.push(...stream.getTracks());
            return stream;
          } finally {
            cameras.answered++;
          }
        };
        devices.enumerateDevices = async () => [...(await list()), ...(await list())];
        window.cameras = cameras;
      }
      """;

  @Override
  RunningService serve() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    return RunningService.of(ModelSource.of(file));
  }

  @BeforeEach
  void haveTwoCameras() {
    page.evaluate(CAMERAS);
  }

  private Locator photograph() {
    return page.locator("#intake button", new Page.LocatorOptions().setHasText("photograph"));
  }

  private Locator other() {
    return page.locator("dialog [aria-label='Other camera']");
  }

  private Locator cancel() {
    return page.locator("dialog button", new Page.LocatorOptions().setHasText("Cancel"));
  }

  /** Once each that was asked for so often has come or refused, so many are on. */
  private void awaitOn(int asked, int on) {
    page.waitForFunction(
        """
        ([asked, on]) =>
          window.cameras.asked === asked &&
          window.cameras.answered === asked &&
          window.cameras.tracks.filter((track) => track.readyState === 'live').length === on
        """,
        List.of(asked, on));
  }

  private void awaitItsPicture() {
    page.waitForFunction(
        """
        () => {
          const video = document.querySelector('dialog video');
          const live = video?.srcObject?.getTracks().every((track) => track.readyState === 'live');
          return live && video.videoWidth > 0;
        }
        """);
  }

  @Test
  void aCameraIsAskedForOnceThoughItsButtonIsPressedTwice() {
    page.evaluate("() => window.cameras.hold()");
    photograph().click();
    photograph().click();
    page.evaluate("() => window.cameras.come()");
    awaitItsPicture();
    assertThat(page.locator("dialog")).hasCount(1);
    cancel().click();
    assertThat(page.locator("dialog")).hasCount(0);
    awaitOn(1, 0);
    photograph().click(); // once more, afterwards
    awaitItsPicture();
    cancel().click();
    awaitOn(2, 0);
  }

  @Test
  void aCameraThatComesOnceItsDialogHasClosedIsTurnedOff() {
    photograph().click();
    awaitItsPicture();
    page.evaluate("() => window.cameras.hold()");
    other().click();
    cancel().click();
    assertThat(page.locator("dialog")).hasCount(0);
    page.evaluate("() => window.cameras.come()");
    awaitOn(2, 0);
  }

  @Test
  void aCameraThatIsTurnedTwiceAtOnceIsOnOnce() {
    photograph().click();
    awaitItsPicture();
    page.evaluate("() => window.cameras.hold()");
    other().click();
    other().click();
    page.evaluate("() => window.cameras.come()");
    awaitOn(2, 1);
    awaitItsPicture();
    other().click(); // once more, afterwards
    awaitOn(3, 1);
    awaitItsPicture();
    page.locator("dialog .first").click();
    isShown("photograph");
    awaitOn(3, 0);
  }

  @Test
  void whereTheOtherCameraRefusesTheEarlierOneIsBack() {
    photograph().click();
    awaitItsPicture();
    page.evaluate("() => (window.cameras.refusals = 1)");
    other().click();
    assertThat(page.locator("dialog [role=alert]")).hasText(REFUSED);
    awaitOn(3, 1);
    awaitItsPicture();
    other().click();
    assertThat(page.locator("dialog [role=alert]")).isEmpty();
    awaitOn(4, 1);
    cancel().click();
    awaitOn(4, 0);
    assertThat(page.locator("#trouble")).isEmpty();
  }

  @Test
  void whereNoCameraCanBeHadAnyMoreTheDialogClosesAndThatIsSaid() {
    photograph().click();
    awaitItsPicture();
    page.evaluate("() => (window.cameras.refusals = 2)");
    other().click();
    assertThat(page.locator("#trouble")).containsText(REFUSED);
    assertThat(page.locator("dialog")).hasCount(0);
    awaitOn(3, 0);
  }
}
