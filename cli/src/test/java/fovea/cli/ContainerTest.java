package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The container's description goes along with what it builds and with how the launcher starts it.
 */
class ContainerTest {
  private static final Path ROOT = Path.of("..");

  private String container = "";

  @BeforeEach
  void read() throws IOException {
    assumeTrue(Files.exists(ROOT.resolve("Dockerfile")), "built outside the repository");
    container = Files.readString(ROOT.resolve("Dockerfile"));
  }

  private static List<MatchResult> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern).matcher(Files.readString(file)).results().toList();
  }

  @Test
  void everyModuleIsCopiedWholeOrByItsPomAsMavenAsksForAll() throws IOException {
    List<MatchResult> modules = found("<module>([^<]+)</module>", ROOT.resolve("pom.xml"));
    assertThat(modules).hasSizeGreaterThan(3);
    for (MatchResult module : modules) {
      String name = module.group(1);
      assertThat(container)
          .containsPattern(
              "\nCOPY (%1$s/pom.xml %1$s/|%1$s %1$s)\n".formatted(Pattern.quote(name)));
    }
  }

  @Test
  void theEnvironmentIsTheLaunchers() throws IOException {
    List<MatchResult> set = found("export ([A-Z_]+)=\\$\\{\\1:-([^}]+)}", ROOT.resolve("fovea"));
    assertThat(set).hasSizeGreaterThan(3);
    for (MatchResult variable : set) {
      assertThat(container).contains(variable.group(1) + "=" + variable.group(2));
    }
  }

  @Test
  void theVirtualMachineIsStartedAsByTheLauncher() throws IOException {
    String launcher = Files.readString(ROOT.resolve("fovea"));
    String serving = launcher.substring(launcher.indexOf("\n  serve)"));
    String options =
        launcher.substring(launcher.indexOf("\njvm=("), launcher.indexOf("# Loaded classes"))
            + serving.substring(0, serving.indexOf("\n    ;;"));
    List<MatchResult> each =
        Pattern.compile("-(D|-enable|XX:)[^\\s)]+").matcher(options).results().toList();
    assertThat(each).hasSizeGreaterThan(5);
    for (MatchResult option : each) {
      if (!option.group().contains("*")) {
        assertThat(container).contains('"' + option.group() + '"');
      }
    }
  }
}
