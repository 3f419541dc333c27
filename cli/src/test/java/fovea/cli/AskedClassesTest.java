package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AskedClassesTest {
  @Test
  void aClassIsKnownHoweverItsAccentsAreTyped() {
    List<String> onMac = List.of("dog", "\u0065\u0301clair");
    AskedClasses asked = AskedClasses.of(onMac, "\u00e9clair", "dog");
    assertThat(asked.about()).isEqualTo(1);
    assertThat(asked.ratherThan()).isZero();
    assertThat(AskedClasses.isSame("\u0065\u0301clair", "\u00e9clair")).isTrue();
    assertThat(AskedClasses.isSame("dog", "Dog")).isFalse();
  }
}
