package fovea.serve;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of the service, and what each uses of the others. */
class ServeArchitectureTest {
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          Map.entry("limits", Set.of()),
          Map.entry("metrics", Set.of()),
          Map.entry("http", Set.of("limits")),
          Map.entry("model", Set.of("limits")),
          Map.entry("page", Set.of("http", "limits")),
          Map.entry("runs", Set.of("http", "limits")),
          Map.entry("batch", Set.of("http", "limits", "metrics", "model")),
          Map.entry("v1", Set.of("batch", "http", "limits", "model")),
          Map.entry("v2", Set.of("batch", "http", "limits", "model")),
          Map.entry("insight", Set.of("batch", "http", "limits", "model", "v1")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("fovea.serve");

  @Test
  void packagesUseOfEachOtherWhatTheTableSays() {
    assertThat(CLASSES.size()).isGreaterThan(150);
    Map<String, Set<String>> found = new TreeMap<>();
    CLASSES.forEach(c -> found.computeIfAbsent(part(c), part -> new TreeSet<>()));
    CLASSES.stream()
        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
        .filter(d -> isOurs(d.getTargetClass()))
        .filter(d -> !part(d.getOriginClass()).equals(part(d.getTargetClass())))
        .forEach(d -> found.get(part(d.getOriginClass())).add(part(d.getTargetClass())));
    found.remove(""); // the service itself, which puts them together
    assertThat(found).isEqualTo(USES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("fovea.serve.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theServerIsKnownToTheHttpPackageOnly() {
    assertThat(dependenciesOn("org.eclipse.jetty").filter(d -> !d.startsWith("http:"))).isEmpty();
    assertThat(dependenciesOn("org.eclipse.jetty")).isNotEmpty();
  }

  @Test
  void theNativeBindingIsKnownToNobody() {
    assertThat(dependenciesOn("org.bytedeco")).isEmpty();
  }

  private static Stream<String> dependenciesOn(String library) {
    return CLASSES.stream()
        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
        .filter(d -> d.getTargetClass().getPackageName().startsWith(library))
        .map(d -> part(d.getOriginClass()) + ": " + d.getDescription());
  }

  private static boolean isOurs(JavaClass used) {
    return used.getPackageName().matches("fovea\\.serve(\\..*)?");
  }

  /** The package below {@code fovea.serve}, or "" for that itself. */
  private static String part(JavaClass javaClass) {
    return javaClass
        .getPackageName()
        .replaceFirst("^fovea\\.serve\\.?", "")
        .replaceFirst("\\..*", "");
  }
}
