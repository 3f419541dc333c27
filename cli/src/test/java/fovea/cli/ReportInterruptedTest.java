package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.report.ReportPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that ends amid its attacks goes on there, and comes to the same figures. */
class ReportInterruptedTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MUCH = 1_000_000;

  @TempDir static Path folder;
  private static Path data;
  private static Path run;
  private static JsonNode whole;

  @BeforeAll
  static void measureAllAtOnce() throws IOException {
    data = MislabelledImages.in(folder);
    run = MislabelledImages.trained(folder, "run", MislabelledImages.RECIPE);
    whole = json(Outcome.of(command("whole.html")));
  }

  private static Object[] command(String page) {
    String others =
        Stream.of(ReportPart.values())
            .skip(1)
            .filter(part -> part != ReportPart.ATTACKS && part != ReportPart.BUDGETS)
            .map(ReportPart::toString)
            .collect(Collectors.joining(","));
    List<Object> command =
        new ArrayList<>(List.of("report", run, "--data", data, "--skip", others));
    command.addAll(List.of("--out", folder.resolve(page), "--json", "-"));
    return command.toArray();
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    JsonNode report = JSON.readTree(outcome.succeeds().out());
    ((ObjectNode) report).remove("seconds");
    report.at("/attacks/attacks").forEach(attack -> ((ObjectNode) attack).remove("seconds"));
    return report;
  }

  /** Standard error that ends the process, as if it were killed, at a line that begins so. */
  private static final class Killing extends ByteArrayOutputStream {
    private final String line;

    Killing(String line) {
      this.line = line;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (toString(StandardCharsets.UTF_8).contains("\n" + line)) {
        reset();
        throw new Killed();
      }
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static void killed(String page, String line) {
    ByteArrayOutputStream unused = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(new Killing(line), true, StandardCharsets.UTF_8);
    String[] arguments = Stream.of(command(page)).map(Object::toString).toArray(String[]::new);
    try {
      int exit = Fovea.run(new Console(unused, err, 0, false), arguments);
      assertThat(exit).isNotZero();
    } catch (Killed e) {
      assertThat(e).isNotNull();
    }
  }

  private static JsonNode kept(Path file) throws IOException {
    return JSON.readTree(file.toFile()).get("result");
  }

  @Test
  void whatWasInterruptedComesToTheSame() throws IOException {
    killed("cut.html", "apgd-ce within 8/255: ");
    Path parts = folder.resolve("cut.html.parts");
    assertThat(parts.resolve("attacks.json")).doesNotExist();
    Path underWay = parts.resolve("attacks-under-way.json");
    assertThat(kept(underWay).findValuesAsText("attack"))
        .isNotEmpty()
        .allMatch(attack -> attack.equals("apgd-ce"));
    Outcome rest = Outcome.of(command("cut.html"));
    assertThat(json(rest)).isEqualTo(whole);
    assertThat(rest.err()).contains("2 parts to measure");
    assertThat(underWay).doesNotExist();
  }

  @Test
  void itGoesOnFromWhatTheFileSays() throws IOException {
    killed("marked.html", "apgd-ce within 8/255: ");
    Path underWay = folder.resolve("marked.html.parts/attacks-under-way.json");
    JsonNode file = JSON.readTree(underWay.toFile());
    ObjectNode first = (ObjectNode) file.at("/result/0");
    first.put("gradients", first.get("gradients").asLong() + MUCH);
    Files.writeString(underWay, file.toString());
    JsonNode report = json(Outcome.of(command("marked.html")));
    assertThat(report.at("/attacks/attacks/0/gradients").asLong())
        .isEqualTo(whole.at("/attacks/attacks/0/gradients").asLong() + MUCH);
    ObjectNode attack = (ObjectNode) report.at("/attacks/attacks/0");
    attack.set("gradients", whole.at("/attacks/attacks/0/gradients"));
    assertThat(report).isEqualTo(whole);
  }

  @Test
  void anAttackGoesOnAmidItsImages() throws IOException {
    killed("amid.html", "apgd-ce within 8/255: ");
    Path underWay = folder.resolve("amid.html.parts/attacks-under-way.json");
    JsonNode file = JSON.readTree(underWay.toFile());
    int chunks = file.get("result").size();
    assertThat(chunks).isGreaterThan(1);
    ((ArrayNode) file.get("result")).remove(0);
    Files.writeString(underWay, file.toString());
    Outcome rest = Outcome.of(command("amid.html"));
    assertThat(json(rest)).isEqualTo(whole);
    assertThat(rest.err()).containsPattern("(?m)^apgd-ce within 8/255: goes on at [1-9][0-9]* %$");
  }

  @Test
  void theCurveByBudgetGoesOnWithTheBudgetThatItWasAt() throws IOException {
    killed("curve.html", "apgd-ce within 4/255: ");
    Path parts = folder.resolve("curve.html.parts");
    assertThat(parts.resolve("attacks.json")).exists();
    assertThat(kept(parts.resolve("budgets-under-way.json")).findValuesAsText("epsilon"))
        .contains(String.valueOf(1 / 255.0), String.valueOf(4 / 255.0))
        .doesNotContain(String.valueOf(6 / 255.0));
    Outcome rest = Outcome.of(command("curve.html"));
    assertThat(json(rest)).isEqualTo(whole);
    assertThat(rest.err()).contains("1 part to measure");
  }
}
