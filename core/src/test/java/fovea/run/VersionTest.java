package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void aReleaseIsKnownByItsNumber() {
    assertThat(Version.of("1.2.0", commit("6983f35c", true))).isEqualTo("1.2.0");
  }

  @Test
  void aSnapshotIsKnownByItsCommit() {
    assertThat(Version.of("1.2.0-SNAPSHOT", commit("6983f35c", false)))
        .isEqualTo("1.2.0-SNAPSHOT+6983f35c");
  }

  @Test
  void whatWasBuiltWithChangesSaysSo() {
    assertThat(Version.of("1.2.0-SNAPSHOT", commit("6983f35c", true)))
        .isEqualTo("1.2.0-SNAPSHOT+6983f35c.dirty");
  }

  @Test
  void withoutGitAVersionIsAsTheJarStatesIt() {
    assertThat(Version.of("1.2.0-SNAPSHOT", new Properties())).isEqualTo("1.2.0-SNAPSHOT");
    assertThat(Version.of(null, new Properties())).isEqualTo("development");
  }

  @Test
  void theBuildSaysOfWhichCommitItIs() {
    assumeThat(Version.class.getResource("commit.properties")).as("built in a clone").isNotNull();
    assertThat(Version.current()).matches(".+\\+[0-9a-f]{8,}(\\.dirty)?");
  }

  private static Properties commit(String id, boolean dirty) {
    Properties commit = new Properties();
    commit.setProperty("git.commit.id.abbrev", id);
    commit.setProperty("git.dirty", String.valueOf(dirty));
    return commit;
  }
}
