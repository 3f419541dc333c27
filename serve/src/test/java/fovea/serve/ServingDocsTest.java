package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelSource;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables in docs/serving.md have all that the service answers, and all by which it says no. */
class ServingDocsTest {
  private static final Pattern REQUESTS =
      Pattern.compile("^\\| `(GET|POST|DELETE) (/.*?) \\| ", Pattern.MULTILINE);
  private static final Pattern REFUSALS =
      Pattern.compile("^\\| (\\d{3})( with `Retry-After`)? \\| (`.*?`) \\| ", Pattern.MULTILINE);

  @TempDir Path folder;

  private static List<MatchResult> rows(Pattern pattern) throws IOException {
    String docs = Files.readString(Path.of("../docs/serving.md"));
    return pattern.matcher(docs).results().toList();
  }

  @Test
  void allRequestsStandInTheirTable() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (MatchResult row : rows(REQUESTS)) {
      String first = "";
      for (String path : row.group(2).replaceAll("[` ]|\\?[^`]*", "").split(",")) {
        first = first.isEmpty() ? path : first;
        boolean whole = path.matches("/(v1/|v2|openapi|metrics).*|/");
        String before = first.replaceFirst("/[^/]*$", "");
        documented.add(row.group(1) + " " + (whole ? path : before + path));
      }
    }
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      Set<String> there =
          service.service.routes().stream()
              .filter(
                  route ->
                      !route.pattern().matches(".*/versions/.*|/page/.*|/runs/.*|/favicon.ico"))
              .map(route -> route.method() + " " + route.pattern())
              .map(
                  route ->
                      route
                          .replace("{model}", "M")
                          .replace("{run}", "R")
                          .replace("{question}", "ID"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(documented).isEqualTo(there);
    }
  }

  @Test
  void allRefusalsStandInTheirTable() throws Exception {
    Set<String> documented = new TreeSet<>();
    for (MatchResult row : rows(REFUSALS)) {
      for (String code : row.group(3).split(", ")) {
        documented.add(
            row.group(1) + " " + code.replace("`", "") + (row.group(2) == null ? "" : " later"));
      }
    }
    Set<String> there = new TreeSet<>();
    for (Method method : Refusal.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && Modifier.isStatic(method.getModifiers())
          && method.getReturnType() == Refusal.class) {
        Refusal refusal = (Refusal) method.invoke(null, arguments(method));
        boolean later = refusal.headers().containsKey("Retry-After");
        there.add(refusal.status() + " " + refusal.code() + (later ? " later" : ""));
      }
    }
    assertThat(documented).isEqualTo(there);
  }

  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == int.class ? (Object) 1 : type == long.class ? (Object) 1L : "text")
        .toArray();
  }
}
