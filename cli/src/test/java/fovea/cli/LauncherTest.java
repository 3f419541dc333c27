package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's script in a repository of its own, with a Maven and a Java that only tell. */
class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >> "%s"
      [ -e "%s" ] && { echo "[ERROR] no such symbol"; exit 1; }
      sleep 0.3
      for module in fovea fovea-serve fovea-cli; do
        mkdir -p .launcher/build/$module
        cp "%s" .launcher/build/$module/$module.jar
      done
      printf '%%s' "%s" > .launcher/build/fovea-cli/classpath
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      for word; do
        case $word in
          -XX:ArchiveClassesAtExit=*)
            echo made >> "%s"
            [ -e "%s" ] && exit 1
            echo classes > "${word#*=}" ;;
        esac
      done
      printf '%%s\\n' "$@"
      """;

  @TempDir Path folder;
  private Path root;
  private Path home;
  private Path tools;
  private Path builds;
  private Path dependency;
  private Path jar;
  private Path archives;

  /** What the script printed, its standard error apart. */
  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void write() throws IOException {
    Path script = Path.of("../fovea").toAbsolutePath().normalize();
    assumeTrue(Files.exists(script) && File.separatorChar == '/', "the script needs bash");
    root = Files.createDirectory(folder.resolve("a clone"));
    Files.copy(script, root.resolve("fovea"));
    assertThat(root.resolve("fovea").toFile().setExecutable(true)).isTrue();
    for (String file :
        List.of(
            "pom.xml", "core/pom.xml", "serve/pom.xml", "cli/pom.xml", "core/src/main/A.java")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), "");
    }
    Files.createDirectories(root.resolve("cli/src/main"));
    Files.createDirectories(root.resolve("serve/src/main"));
    builds = folder.resolve("builds");
    dependency = Files.writeString(folder.resolve("dependency.jar"), "");
    tools = Files.createDirectory(folder.resolve("tools"));
    jar = Files.writeString(folder.resolve("module.jar"), "");
    executable(
        tools.resolve("mvn"), MAVEN.formatted(builds, folder.resolve("broken"), jar, dependency));
    home = folder.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    archives = folder.resolve("archives");
    executable(
        home.resolve("bin/java"), JAVA.formatted(archives, folder.resolve("unable to archive")));
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
  }

  @Test
  void theFirstUseBuildsWithOneLineAndTheNextStartsAtOnce() throws Exception {
    Said first = fovea("train", "--out", "two words");
    assertThat(first.exit).isZero();
    assertThat(first.err).startsWith("fovea: building (first use").hasLineCount(1);
    assertThat(first.out.lines())
        .containsSubsequence("fovea.cli.Fovea", "train", "--out", "two words")
        .anyMatch(line -> line.endsWith("/fovea.jar:" + dependency));
    Said second = fovea("doctor");
    assertThat(second.err).isEmpty();
    assertThat(builds).hasContent("built");
  }

  @Test
  void aChangedOrRemovedSourceIsBuiltAnew() throws Exception {
    fovea();
    Path source = root.resolve("core/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(fovea().err).startsWith("fovea: building (it has changed").hasLineCount(1);
    // Of the future still, but older than the build as the launcher sees it.
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(5)));
    assertThat(fovea().err).isEmpty();
    Files.delete(source);
    assertThat(fovea().err).startsWith("fovea: building (it has changed").hasLineCount(1);
    Files.delete(dependency);
    assertThat(fovea().err).startsWith("fovea: building").hasLineCount(1);
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(root.resolve("fovea"), Map.of()));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(builds).hasContent("built");
  }

  @Test
  void aBuildThatFailsNamesItsLog() throws Exception {
    Files.writeString(folder.resolve("broken"), "");
    Said said = fovea("demo");
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.out).isEmpty();
    Path log = root.toRealPath().resolve(".launcher/build.log");
    assertThat(said.err.lines()).last().isEqualTo("fovea: the build failed, " + log + " says why.");
    assertThat(log).content().contains("no such symbol");
    Files.delete(folder.resolve("broken"));
    assertThat(fovea().exit).isZero();
  }

  @Test
  void linksToTheScriptAreFollowed() throws Exception {
    Path link = Files.createSymbolicLink(tools.resolve("fovea"), root.resolve("fovea"));
    Path again = Files.createSymbolicLink(folder.resolve("f"), Path.of("tools/fovea"));
    assertThat(link).exists();
    assertThat(said(start(again, Map.of())).exit).isZero();
    assertThat(root.resolve(".launcher/fovea.jar")).exists();
  }

  @Test
  void whatIsMissingIsNamedInOneLine() throws Exception {
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    refused(Map.of(), "java is Java 11.0.2, Fovea needs 17 or later.");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"1.8.0_312\"\n");
    refused(Map.of(), "java is Java 1.8.0_312, Fovea needs 17 or later.");
    refused(Map.of("JAVA_HOME", "/nowhere"), "JAVA_HOME is /nowhere, which has no bin/java.");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21\"\n");
    Files.delete(tools.resolve("mvn"));
    Path few = Files.createDirectory(folder.resolve("few"));
    for (String tool :
        List.of("bash", "dirname", "readlink", "sed", "find", "mkdir", "touch", "flock")) {
      Path found = find(tool);
      if (found != null) {
        executable(few.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(found));
      }
    }
    refused(Map.of("PATH", few.toString()), "building needs Maven, and there is no mvn");
    refused(Map.of("PATH", few.toString(), "JAVA_HOME", ""), "there is no java on the PATH.");
  }

  @Test
  void theJvmGetsItsOptionsAndTheUsersOwn() throws Exception {
    Said said =
        said(start(root.resolve("fovea"), Map.of("FOVEA_JAVA_OPTS", "-Xmx3g -Dx=y"), "--version"));
    assertThat(said.out.lines())
        .contains(
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfovea.columns=0",
            "-Dfovea.styled=false",
            "-Xmx3g",
            "-Dx=y");
  }

  @Test
  void furtherJarsComeLastAndAreInNoArchive() throws Exception {
    Map<String, String> further = Map.of("FOVEA_CLASSPATH", "lib/one.jar:two.jar");
    Said said = said(start(root.resolve("fovea"), further, "serve"));
    assertThat(said.out.lines())
        .anyMatch(line -> line.endsWith(":" + dependency + ":lib/one.jar:two.jar"))
        .anyMatch(line -> line.startsWith("-XX:SharedArchiveFile="));
    assertThat(fovea("serve").out.lines()).anyMatch(line -> line.endsWith(":" + dependency));
    assertThat(archives).hasContent("made");
  }

  @Test
  void classesAreArchivedOnceForEachBuildAndEachJava() throws Exception {
    assertThat(fovea().out).contains("-XX:SharedArchiveFile=");
    assertThat(fovea("train").out).contains("-XX:SharedArchiveFile=");
    assertThat(archives).hasContent("made");
    Path source = root.resolve("core/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(fovea().err).startsWith("fovea: building").hasLineCount(1);
    assertThat(archives).hasContent("made\nmade");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(5)));
    Path other = folder.resolve("other jdk");
    Files.createDirectories(other.resolve("bin"));
    for (String file : List.of("bin/java", "release")) {
      Files.copy(home.resolve(file), other.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Map<String, String> environment = Map.of("JAVA_HOME", other.toString());
    assertThat(said(start(root.resolve("fovea"), environment)).out).contains("other_jdk");
    assertThat(fovea().out).doesNotContain("other_jdk");
    assertThat(archives).hasContent("made\nmade\nmade");
  }

  @Test
  void aJavaThatCantArchiveIsAskedOnceAndRunsWithout() throws Exception {
    Files.writeString(folder.resolve("unable to archive"), "");
    for (int i = 0; i < 2; i++) {
      Said said = fovea("doctor");
      assertThat(said.exit).isZero();
      assertThat(said.out).contains("fovea.cli.Fovea").doesNotContain("SharedArchiveFile");
    }
    assertThat(archives).hasContent("made");
  }

  @Test
  void theUsersOptionsGoBeforeTheLaunchersOwn() throws Exception {
    assertThat(fovea("predict", "r", "i").out).contains("TieredStopAtLevel", "UseSerialGC");
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("recipe.yaml"), "");
    assertThat(fovea("predict", "run", "i").out).contains("TieredStopAtLevel");
    for (String many : List.of("photos", "photos/*.jpg", photos.toString())) {
      assertThat(fovea("predict", "run", many).out).doesNotContain("TieredStopAtLevel");
    }
    assertThat(fovea("train").out).doesNotContain("TieredStopAtLevel").doesNotContain("SerialGC");
    assertThat(fovea("serve", "r").out).doesNotContain("TieredStopAtLevel").contains("SerialGC");
    assertThat(fovea("bench", "predict").out).contains("TieredStopAtLevel", "UseSerialGC");
    assertThat(fovea("bench", "step").out).doesNotContain("TieredStopAtLevel");
    assertThat(withOptions("-XX:+UseParallelGC").out).doesNotContain("UseSerialGC");
    assertThat(withOptions("-Xshare:off").out).doesNotContain("SharedArchiveFile");
  }

  @Test
  void aDamagedArchiveIsPassedOverInSilence() throws Exception {
    home = Path.of(System.getProperty("java.home"));
    root =
        Files.move(root, folder.resolve("clone")); // Java 17 shares none below a name with a space
    TinyProgram.write(jar);
    TinyProgram.write(dependency);
    assertThat(fovea().out).isEqualTo("Fovea ran\n");
    Path archive = archive();
    assumeTrue(Files.size(archive) > 0, "a JDK without an archive of its own");
    assertThat(withOptions("-Xlog:class+load").out)
        .contains("fovea.cli.Fovea source: shared objects file");
    byte[] whole = Files.readAllBytes(archive);
    for (byte[] damaged :
        List.of(
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, 100),
            "no archive".getBytes(StandardCharsets.UTF_8))) {
      Files.delete(archive);
      Files.write(archive, damaged);
      assertThat(withOptions("-Dx=y")).isEqualTo(new Said(0, "Fovea ran\n", ""));
    }
  }

  private Path archive() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".launcher"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  private Said withOptions(String options) throws Exception {
    return said(
        start(root.resolve("fovea"), Map.of("FOVEA_JAVA_OPTS", options), "predict", "r", "i"));
  }

  private void refused(Map<String, String> environment, String message) throws Exception {
    Said said = said(start(root.resolve("fovea"), environment));
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.err).startsWith("fovea: ").contains(message).hasLineCount(1);
    assertThat(builds).doesNotExist();
  }

  private Said fovea(String... arguments) throws Exception {
    return said(start(root.resolve("fovea"), Map.of(), arguments));
  }

  private Process start(Path script, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("FOVEA_JAVA_OPTS");
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Said said(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), out, err);
  }

  private static Path find(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
