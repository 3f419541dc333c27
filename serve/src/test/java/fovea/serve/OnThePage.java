package fovea.serve;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import fovea.serve.Chromium.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person does on the page, in a browser. After each test, nothing must have gone wrong
 * unseen.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnThePage {
  static final String WEIGHTS = "Weights [0-9a-f]{12}";

  @TempDir static Path folder;
  Chromium chromium;
  RunningService service;
  String address;
  Visit visit;
  Page page;

  /** The service whose page it is, with files in {@link #folder}. */
  abstract RunningService serve() throws IOException;

  @BeforeAll
  void start() throws IOException {
    chromium = Chromium.start();
    service = serve();
    address = "http://127.0.0.1:" + service.service.port();
  }

  @AfterAll
  void stop() {
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

  void choose(FilePayload... pictures) {
    page.locator("#intake input[type=file]").first().setInputFiles(pictures);
    assertThat(page.locator("#answer .source")).containsText(Pattern.compile(WEIGHTS));
  }

  /** Whatever a tool shows in its place. */
  void isShown(String name) {
    assertThat(page.locator("#stage button[aria-label]"))
        .hasAttribute("aria-label", Pattern.compile("Remove " + name));
  }

  Locator tool(String tab) {
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(tab).setExact(true)).click();
    return page.locator("#tool .tool");
  }
}
