package fovea;

import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of packages and what each may use (docs/decisions/25-packages.md). */
class ArchitectureTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("files", Set.of()),
          Map.entry("tensor", Set.of()),
          Map.entry("download", Set.of("files")),
          Map.entry("image", Set.of("files")),
          Map.entry("nn", Set.of("tensor")),
          Map.entry("attack", Set.of("nn", "tensor")),
          Map.entry("optim", Set.of("settings", "tensor")),
          Map.entry("data", Set.of("download", "files", "tensor", "image")),
          Map.entry("augment", Set.of("data", "settings", "tensor")),
          Map.entry("objective", Set.of("data", "models", "nn", "settings", "tensor")),
          Map.entry("models", Set.of("nn", "settings", "tensor")),
          Map.entry("io", Set.of("files", "models", "nn", "tensor")),
          Map.entry(
              "pretrained",
              Set.of("download", "files", "io", "models", "nn", "settings", "tensor")),
          Map.entry("evaluate", Set.of("data", "image", "nn", "tensor")),
          Map.entry("measure", Set.of("evaluate", "image", "models", "nn", "optim", "tensor")),
          Map.entry(
              "variation", Set.of("data", "evaluate", "files", "image", "io", "nn", "tensor")),
          Map.entry("audit", Set.of("data", "evaluate", "files", "image", "nn", "tensor")),
          Map.entry(
              "fewshot", Set.of("audit", "data", "evaluate", "image", "models", "nn", "tensor")),
          Map.entry("explain", Set.of("evaluate", "nn", "tensor")),
          Map.entry("similar", Set.of("evaluate", "files", "image", "io", "tensor")),
          Map.entry("inspect", Set.of("data", "evaluate", "image", "nn", "similar", "tensor")),
          Map.entry("settings", Set.of()),
          Map.entry(
              "recipe",
              Set.of(
                  "settings",
                  "files",
                  "augment",
                  "data",
                  "models",
                  "objective",
                  "optim",
                  "tensor")),
          Map.entry(
              "train",
              Set.of(
                  "settings",
                  "attack",
                  "recipe",
                  "augment",
                  "data",
                  "evaluate",
                  "measure",
                  "models",
                  "nn",
                  "objective",
                  "optim",
                  "tensor")),
          Map.entry(
              "run",
              Set.of(
                  "train",
                  "recipe",
                  "io",
                  "evaluate",
                  "data",
                  "files",
                  "image",
                  "models",
                  "nn",
                  "objective",
                  "pretrained",
                  "tensor")),
          Map.entry(
              "export",
              Set.of("evaluate", "files", "io", "models", "nn", "pretrained", "run", "tensor")),
          Map.entry(
              "tune",
              Set.of("data", "files", "models", "recipe", "run", "settings", "tensor", "train")),
          Map.entry(
              "tensorboard", Set.of("files", "image", "nn", "recipe", "run", "tensor", "train")),
          // Of what judges and trains the facts they hand out: theReportSeesFactsOnly.
          Map.entry(
              "report",
              Set.of(
                  "attack",
                  "audit",
                  "evaluate",
                  "explain",
                  "files",
                  "image",
                  "inspect",
                  "measure",
                  "nn",
                  "train",
                  "variation")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("fovea");

  @Test
  void enoughClassesAreScannedForTheRulesToMeanSomething() {
    assertThat(CLASSES.size()).isGreaterThan(1_000);
    Map<String, List<JavaClass>> found = CLASSES.stream().collect(groupingBy(c -> part(c)));
    assertThat(found.keySet()).containsAll(MAY_USE.keySet());
    found.forEach((part, classes) -> assertThat(classes).as(part).hasSizeGreaterThan(1));
  }

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    assertThat(dependencies("").filter(d -> !allowed(d)).map(Dependency::getDescription)).isEmpty();
  }

  /** What nobody uses isn't allowed: the table tells what there is. */
  @Test
  void packagesUseAllThatTheTableAllows() {
    Map<String, Set<String>> used =
        dependencies("")
            .collect(
                groupingBy(
                    d -> part(d.getOriginClass()),
                    mapping(d -> part(d.getTargetClass()), toSet())));
    assertThat(
            MAY_USE.keySet().stream()
                .flatMap(
                    part ->
                        MAY_USE.get(part).stream()
                            .filter(other -> !used.getOrDefault(part, Set.of()).contains(other))
                            .map(other -> part + " doesn't use " + other)))
        .isEmpty();
  }

  @Test
  void theReportSeesFactsOnly() {
    Predicate<JavaClass> fact =
        seen ->
            seen.isRecord()
                || seen.isEnum()
                || seen.getSimpleName().equals("TrainingListener")
                || Set.of("files", "image").contains(part(seen));
    assertThat(
            dependencies("report")
                .filter(d -> !part(d.getTargetClass()).isEmpty())
                .filter(d -> !fact.test(outermost(d.getTargetClass())))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("fovea.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** What a package is made of knows neither the package nor its other parts. */
  @Test
  void whatLiesBelowAPackageKnowsNothingOfIt() {
    List<Dependency> upwards =
        CLASSES.stream()
            .filter(c -> c.getPackageName().matches("fovea\\.\\w+\\.\\w+"))
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(d -> part(d.getOriginClass()).equals(part(d.getTargetClass())))
            .filter(
                d ->
                    !d.getOriginClass()
                        .getPackageName()
                        .equals(outermost(d.getTargetClass()).getPackageName()))
            .toList();
    assertThat(upwards.stream().map(Dependency::getDescription)).isEmpty();
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains("fovea.data.folder", "fovea.data.shapes");
  }

  @Test
  void theNativeBindingIsKnownToTheTensorPackageOnly() {
    assertThat(
            CLASSES.stream()
                .filter(c -> !part(c).equals("tensor"))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(d -> d.getTargetClass().getPackageName().startsWith("org.bytedeco"))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void aLibraryWritesNothingToTheConsole() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void noExceptionIsWithoutAName() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CLASSES);
  }

  /** What classes of one package, or of all, use of the others. */
  private static Stream<Dependency> dependencies(String part) {
    return CLASSES.stream()
        .filter(c -> part.isEmpty() || part(c).equals(part))
        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
        .filter(d -> isOurs(d.getTargetClass()))
        .filter(d -> !part(d.getOriginClass()).equals(part(d.getTargetClass())));
  }

  private static boolean allowed(Dependency dependency) {
    Set<String> allowed = MAY_USE.getOrDefault(part(dependency.getOriginClass()), Set.of());
    String used = part(dependency.getTargetClass());
    // The root package holds the exception that everyone throws and the search for a misspelt word.
    return used.isEmpty() || allowed.contains(used);
  }

  private static boolean isOurs(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    return name.equals("fovea") || name.startsWith("fovea.");
  }

  /** The package below {@code fovea}, or "" for {@code fovea} itself. */
  private static String part(JavaClass javaClass) {
    String below = javaClass.getPackageName().replaceFirst("^fovea\\.?", "");
    return below.replaceFirst("\\..*", "");
  }

  private static JavaClass outermost(JavaClass javaClass) {
    JavaClass outer = javaClass.getBaseComponentType();
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
