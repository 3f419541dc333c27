package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StudentTest {
  /** The 0.975 column of the usual table, such as Fisher and Yates 1963, table III. */
  @Test
  void itsPointsAreThoseOfTheTable() {
    assertThat(Student.bound(4)).isCloseTo(2.77645, within(1e-2));
    assertThat(Student.bound(9)).isCloseTo(2.26216, within(5e-4));
    assertThat(Student.bound(29)).isCloseTo(2.04523, within(1e-4));
    assertThat(Student.bound(1_000_000)).isCloseTo(1.95997, within(1e-5));
  }
}
