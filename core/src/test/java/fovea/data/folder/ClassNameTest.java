package fovea.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which names a new class may have. */
class ClassNameTest {
  @Test
  void namesThatPeopleReadAreTaken() {
    for (String name :
        List.of("cat", "café", "cafe\u0301", "снег", "猫", "🐈", "T-shirt (red)", "7", "?")) {
      assertThat(ClassName.fault(name)).as(name).isEmpty();
    }
  }

  @Test
  void whatNobodySeesInANameIsRefusedByItsNumber() {
    for (String unseen :
        List.of("\u0000", "\n", "\u200b", "\u202e", "\u2028", "\u2029", "\ud800")) {
      assertThat(ClassName.fault("ca" + unseen + "t"))
          .contains(
              "has U+%04X in it, which nobody sees, expected letters, digits and signs"
                  .formatted((int) unseen.charAt(0)));
    }
  }

  @Test
  void aNameOfNothingThatCanBeSeenIsRefused() {
    for (String blank :
        List.of("", " ", "\u00a0", "\u3000", "\u2800", "\u3164", "\u0301", "\ufe0f")) {
      assertThat(ClassName.fault(blank))
          .contains("has nothing that can be seen, expected what the class shows");
    }
  }
}
