package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSets;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.files.GivenPath;
import fovea.run.RunFolder;
import fovea.serve.Service;
import fovea.serve.ServiceSettings;
import fovea.serve.http.Door;
import fovea.serve.insight.TestData;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import fovea.similar.ImageIndex;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Serve models over HTTP, with a web page to try them on.",
    footer = {
      "",
      "Example: a model on this machine, at http://localhost:8080/",
      "  fovea serve runs/first",
      "",
      "Example: and what a program asks",
      "  curl --data-binary @cat.jpg http://localhost:8080/v1/models/first/predict",
      "",
      "Example: two models for a whole network, for whoever knows the token",
      "  fovea serve pets=runs/pets birds.safetensors --bind 0.0.0.0 --token-file token.txt",
      "",
      "A model file that is replaced is served from then on; one that can't be opened isn't, and the"
          + " old one stays. Ctrl-C or SIGTERM ends the service once it has answered what it has"
          + " accepted. All requests stand in docs/serving.md, and at /openapi.json."
    })
final class ServeCommand implements Callable<Integer> {
  /** Where the token may stand, since arguments are seen by everyone on a machine. */
  static final String TOKEN = "FOVEA_SERVE_TOKEN";

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "[NAME=]RUN|MODEL",
      description =
          "Folders of runs, or model files, each served by its name or the one given. Several of one"
              + " name are versions of a model, the last one the usual.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "0 takes any free port (default: 8080).")
  private int port = 8080;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at (default: 127.0.0.1, for this machine alone). Another one"
              + " takes a token.")
  private String bind = "127.0.0.1";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Whoever asks must send what is in it, by `Authorization: Bearer`; else the environment's "
              + TOKEN
              + ", if there is one.")
  private @Nullable Path tokenFile;

  @Option(names = "--insecure", description = "Let everyone ask who reaches --bind.")
  private boolean insecure;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name by which the service is asked for besides localhost and addresses, as behind a"
              + " proxy; repeat it for more.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--cors",
      paramLabel = "ORIGIN",
      description =
          "A web page of elsewhere that may ask, such as https://example.org; repeat it for more.")
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description =
          "A folder of runs whose training the page shows; repeat it for more (default: those that"
              + " the served runs lie in).")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Data of which the page shows what the models take for what, and how they fare as pictures"
              + " are varied: of the data that a model was trained on what its run held out, else all.")
  private @Nullable String data;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description =
          "What `fovea index` wrote by one of the models, for the nearest pictures; repeat it for"
              + " more.")
  private List<Path> indexes = new ArrayList<>();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Threads that compute predictions, each on one core (default: one for each"
              + " core, and at least two).")
  private int workers = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "A line of JSON for each request is added to it (default: standard output).")
  private @Nullable Path accessLog;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireUsable();
    List<ModelSource> sources = models.stream().map(ServeCommand::source).toList();
    Optional<String> token = token();
    if (!isLoopback() && token.isEmpty() && !insecure) {
      throw wrong(
          "--bind %s lets others ask; name a file with a token by --token-file, set %s, or let everyone by --insecure"
              .formatted(bind, TOKEN));
    }
    CountDownLatch end = new CountDownLatch(1);
    long start = System.nanoTime();
    Door door = new Door(bind, port, token, ownNames(), origins, log());
    ServiceSettings settings =
        new ServiceSettings(
            door,
            Limits.USUAL,
            workers,
            runFolders(sources),
            testData(),
            openIndexes(),
            console::warn);
    try (Service service = Service.start(settings, sources)) {
      Interruption.leaveToSystem(); // nothing is accepted yet
      service.load();
      for (EndSignal each : EndSignal.values()) {
        each.runs(
            () -> {
              Interruption.leaveToSystem(); // who asks twice doesn't wait
              end.countDown();
            });
      }
      warnOfUselessIndexes(service, settings.indexes());
      say(service, sources, (System.nanoTime() - start) / 1e9);
      end.await();
      console.err().println("answering what was accepted ...");
      boolean all = service.drain();
      if (!all) {
        console.warn("some requests took longer than the service could wait for");
      }
      return all ? 0 : Errors.FAILURE;
    } finally {
      Interruption.leaveToSystem();
    }
  }

  private Optional<TestData> testData() {
    String named = data;
    if (named == null) {
      return Optional.empty();
    }
    if (!DataSets.BUILT_IN.contains(named) && !Files.isDirectory(GivenPath.of(named))) {
      throw wrong(
          "--data is %s, expected %s or a folder of images"
              .formatted(named, String.join(", ", DataSets.BUILT_IN)));
    }
    ServedData served = new ServedData(console, named);
    served.requireThere();
    return Optional.of(served);
  }

  private void requireUsable() {
    if (port < 0 || port > 65535) {
      throw wrong("--port is %d, expected 0 to 65535".formatted(port));
    }
    Bounds.requireAtLeast(1, spec, "--workers", workers);
    for (String host : hosts) {
      if (!host.matches("[A-Za-z0-9._-]+")) {
        throw wrong(
            "--host is %s, expected a name without a port or a scheme, such as models.example.org"
                .formatted(host));
      }
    }
    for (String origin : origins) {
      if (!origin.matches("https?://[^/]+")) {
        throw wrong(
            "--cors is %s, expected an origin such as https://example.org".formatted(origin));
      }
    }
  }

  /** Whoever is told the address that is bound asks by it. */
  private List<String> ownNames() {
    return Stream.concat(hosts.stream(), Stream.of(bind)).toList();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static ModelSource source(String argument) {
    int equals = argument.indexOf('=');
    if (equals <= 0 || Files.exists(GivenPath.of(argument))) {
      return ModelSource.of(GivenPath.of(argument));
    }
    return new ModelSource(
        argument.substring(0, equals), GivenPath.of(argument.substring(equals + 1)));
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw wrong("--bind is %s, expected an address of this machine".formatted(bind));
    }
  }

  private Optional<String> token() {
    Path file = tokenFile;
    String token;
    if (file == null) {
      token = System.getenv().getOrDefault(TOKEN, "");
      if (token.isEmpty()) {
        return Optional.empty();
      }
    } else {
      try {
        token = Files.readString(file);
      } catch (CharacterCodingException e) {
        throw unsendable(FileName.ofPath(file));
      } catch (IOException e) {
        throw FileFailure.unreadable(file, e);
      }
    }
    String where = file == null ? TOKEN : FileName.ofPath(file);
    if (token.isBlank()) {
      throw new FoveaException(
          where + ": empty, expected a token; `openssl rand -hex 32` makes one");
    }
    if (!token.strip().matches("[ -~]+")) {
      throw unsendable(where);
    }
    return Optional.of(token.strip());
  }

  private static FoveaException unsendable(String where) {
    return new FoveaException(
        where
            + ": the token has characters that no header can carry, expected printable ASCII in one line; `openssl rand -hex 32` makes one");
  }

  private Writer log() {
    Path file = accessLog;
    if (file == null) {
      return new FilterWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8)) {
        @Override
        public void close() throws IOException {
          flush(); // standard output isn't the log's own
        }
      };
    }
    try {
      return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  private List<ImageIndex> openIndexes() {
    return indexes.stream().map(ImageIndex::open).toList();
  }

  private void warnOfUselessIndexes(Service service, List<ImageIndex> opened) {
    if (opened.isEmpty()) {
      return;
    }
    Set<String> served = service.models().weights();
    for (int i = 0; i < opened.size(); i++) {
      if (!served.contains(opened.get(i).about().sha256())) {
        console.warn(
            "%s: made by other weights than those that are served, so nobody is shown its pictures; make one by `fovea index`"
                .formatted(FileName.ofPath(indexes.get(i))));
      }
    }
  }

  private List<Path> runFolders(List<ModelSource> sources) {
    if (!runs.isEmpty()) {
      return runs;
    }
    return sources.stream()
        .map(source -> source.path().toAbsolutePath().normalize())
        .filter(RunFolder::isRun)
        .flatMap(run -> Stream.ofNullable(run.getParent()))
        .distinct()
        .toList();
  }

  private void say(Service service, List<ModelSource> sources, double seconds) {
    for (String name : sources.stream().map(ModelSource::name).distinct().toList()) {
      console
          .err()
          .printf("%s, version %s%n", name, String.join(" and ", service.models().versions(name)));
    }
    String host = bind.contains(":") ? "[" + bind + "]" : bind;
    console
        .err()
        .printf(
            "served at http://%s:%d/ after %.1f s; Ctrl-C ends it%n",
            host.equals("127.0.0.1") ? "localhost" : host, service.port(), seconds);
  }
}
