package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The system's Chromium, driven by the system's node; neither is downloaded. */
final class Chromium implements AutoCloseable {
  /** In milliseconds: a busy machine may take a while, and who waits for nothing loses nothing. */
  private static final int PATIENCE = 30_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path node, Path chromium) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--use-fake-device-for-media-stream",
                            "--use-fake-ui-for-media-stream")));
  }

  /** The one there is; a test that needs it is skipped where there is none. */
  static Chromium start() {
    Optional<Path> node = onPath("node", "nodejs");
    Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    assumeTrue(
        node.isPresent() && chromium.isPresent(),
        "no node or no Chromium on the PATH, so the page isn't looked at");
    return new Chromium(node.orElseThrow(), chromium.orElseThrow());
  }

  private static Optional<Path> onPath(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(at -> Path.of(at, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The page of a service, which must neither complain nor ask anybody else. */
  Visit visit(String address, String path) {
    return visit(address, path, 1280, ColorScheme.LIGHT);
  }

  Visit visit(String address, String path, int width, ColorScheme colours) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setAcceptDownloads(true)
                .setPermissions(List.of("camera")));
    Visit visit = new Visit(context, address);
    visit.page.navigate(address + path);
    return visit;
  }

  /** A tab of its own. */
  static final class Visit implements AutoCloseable {
    final Page page;
    private final BrowserContext context;
    private volatile String lets = "";
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    private Visit(BrowserContext context, String address) {
      this.context = context;
      page = context.newPage();
      page.setDefaultTimeout(PATIENCE);
      page.onConsoleMessage(
          message -> {
            boolean bad = List.of("error", "warning").contains(message.type());
            if (bad && (lets.isEmpty() || !message.text().contains(lets))) {
              complaints.add(message.text());
            }
          });
      page.onPageError(complaints::add);
      page.onRequest(
          request -> {
            if (!request.url().matches("(%s/|data:|blob:).*".formatted(address))) {
              elsewhere.add(request.url());
            }
          });
    }

    /** A browser says itself which status a request ended with; nothing else may be said. */
    Visit letting(int status) {
      lets = String.valueOf(status);
      return this;
    }

    /** That nothing was said in the console, and nobody else asked. */
    @Override
    public void close() {
      context.close();
      assertThat(complaints).as("what the console says").isEmpty();
      assertThat(elsewhere).as("requests to elsewhere").isEmpty();
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
