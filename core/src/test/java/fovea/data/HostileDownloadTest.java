package fovea.data;

import static fovea.data.DownloadSite.ARCHIVE;
import static fovea.data.DownloadSite.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.HostileServer.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that cuts, corrupts, stalls and refuses. */
@Timeout(10)
class HostileDownloadTest {
  private static final Duration SHORT_STALL = Duration.ofMillis(250);

  @TempDir Path home;

  @Test
  void aCutDownloadGoesOnWhereItWasCut() throws Exception {
    int piece = ARCHIVE.length / 10;
    try (DownloadSite site =
        new DownloadSite(
            home, (request, out) -> HostileServer.serve(ARCHIVE, request, out, piece))) {
      site.download().ensure();
      site.assertComplete();
      assertThat(site.server.requests()).hasSizeBetween(10, 11);
      assertThat(site.asked())
          .startsWith(-1, piece, 2 * piece)
          .endsWith(piece * (site.server.requests().size() - 1));
      assertThat(site.retries)
          .hasSizeBetween(9, 10)
          .allMatch(text -> text.startsWith("the connection was cut; trying again in 0.0"));
    }
  }

  @Test
  void aServerThatIgnoresRangesMakesTheDownloadBeginAgain() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) ->
                HostileServer.serve(
                    ARCHIVE,
                    new Request(1, -1),
                    out,
                    request.number() == 1 ? 5000 : ARCHIVE.length))) {
      site.download().ensure();
      site.assertComplete();
      assertThat(site.asked()).containsExactly(-1, 5000);
    }
  }

  @Test
  void aServerThatRefusesTheRangeMakesTheDownloadBeginAgain() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) -> {
              if (request.from() >= 0) {
                HostileServer.head(out, "416 Range Not Satisfiable", "Content-Length: 0");
              } else {
                HostileServer.serve(ARCHIVE, request, out);
              }
            })) {
      site.withPart(new byte[777]);
      site.download().ensure();
      site.assertComplete();
      assertThat(site.asked()).containsExactly(777, -1);
      assertThat(site.retries)
          .singleElement()
          .asString()
          .startsWith("the server can't go on from byte 777;");
    }
  }

  @Test
  void aServerThatGoesOnAtTheWrongByteMakesTheDownloadBeginAgain() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) ->
                HostileServer.serve(
                    ARCHIVE, request.from() < 0 ? request : new Request(1, 700), out))) {
      site.withPart(Arrays.copyOf(ARCHIVE, 777));
      site.download().ensure();
      site.assertComplete();
      assertThat(site.asked()).containsExactly(777, -1);
    }
  }

  @Test
  void aStalledConnectionIsReplaced() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            SHORT_STALL,
            (request, out) -> {
              if (request.number() == 1) {
                Thread.sleep(5_000);
              }
              HostileServer.serve(
                  ARCHIVE, request, out, request.number() == 2 ? 4000 : ARCHIVE.length);
              if (request.number() == 2) {
                Thread.sleep(5_000);
              }
            })) {
      site.download().ensure();
      site.assertComplete();
      assertThat(site.asked()).containsExactly(-1, -1, 4000);
      assertThat(site.retries)
          .hasSize(2)
          .allMatch(
              text -> text.startsWith("nothing came from 127.0.0.1 for 0.25 s; trying again"));
    }
  }

  @Test
  void aServerThatOnlyStallsIsGivenUp() throws Exception {
    try (DownloadSite site =
        new DownloadSite(home, SHORT_STALL, (request, out) -> Thread.sleep(5_000))) {
      site.refused()
          .hasMessageStartingWith(
              site.server.address() + ": nothing came from 127.0.0.1 for 0.25 s. ");
      assertThat(site.server.requests()).hasSize(3);
    }
  }

  @Test
  void aServerThatAlwaysCutsAtTheSamePlaceIsGivenUp() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) ->
                HostileServer.serve(ARCHIVE, request, out, request.from() < 0 ? 10_000 : 0))) {
      site.refused()
          .hasMessageStartingWith(
              "%s: the connection was cut (10,000 of %s bytes are kept for the next time). Without"
                  .formatted(site.server.address(), SIZE));
      assertThat(site.asked()).containsExactly(-1, 10_000, 10_000, 10_000);
      assertThat(site.part()).hasSize(10_000);
    }
  }

  @Test
  void aCorruptFileIsDeletedAndNeverUnpacked() throws Exception {
    byte[] corrupt = ARCHIVE.clone();
    corrupt[corrupt.length / 2] ^= 1;
    try (DownloadSite site =
        new DownloadSite(home, (request, out) -> HostileServer.serve(corrupt, request, out))) {
      String finding =
          "the file that arrived is damaged and was deleted (MD5 %s, expected %s)"
              .formatted(Tarballs.md5(corrupt), Tarballs.md5(ARCHIVE));
      site.refused()
          .hasMessageStartingWith(site.server.address() + ": " + finding + ". Without a network, ");
      assertThat(site.retries).containsExactly(finding);
      assertThat(site.server.requests()).hasSize(2);
      assertThat(home.resolve("cifar10").toFile().list()).containsExactly(".lock");
    }
  }

  @Test
  void aCorruptRestOfAnEarlierDownloadIsReplaced() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      site.withPart(new byte[2000]);
      site.download().ensure();
      site.assertComplete();
      assertThat(site.asked()).containsExactly(2000, -1);
    }
  }

  @Test
  void aFileOfAnotherSizeIsNotDownloaded() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) -> HostileServer.serve(Arrays.copyOf(ARCHIVE, 1234), request, out))) {
      site.refused()
          .hasMessageStartingWith(
              "%s: the server offers 1,234 bytes, expected %s. "
                  .formatted(site.server.address(), SIZE));
      assertThat(site.server.requests()).hasSize(1);
    }
  }

  @Test
  void aFileOfUnknownSizeThatIsTooLongIsRefused() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) -> {
              HostileServer.head(out, "200 OK");
              out.write(new byte[ARCHIVE.length + 1]);
            })) {
      site.refused()
          .hasMessageStartingWith(site.server.address() + ": more bytes came than expected");
      assertThat(site.server.requests()).hasSize(3);
    }
  }

  @Test
  void aMissingPageIsNotAskedForTwice() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) -> HostileServer.head(out, "404 Not Found", "Content-Length: 0"))) {
      site.refused()
          .hasMessageStartingWith(site.server.address() + ": the server answers 404. Without");
      assertThat(site.server.requests()).hasSize(1);
    }
  }

  @Test
  void aBrokenServerIsAskedAgainButNotForEver() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home, (request, out) -> HostileServer.head(out, "500 Oh No", "Content-Length: 0"))) {
      site.refused()
          .hasMessageStartingWith(site.server.address() + ": the server answers 500. Without");
      assertThat(site.server.requests()).hasSize(3);
    }
  }

  @Test
  void aServerThatIsBusyForAMomentIsAskedAgain() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) -> {
              if (request.number() < 3) {
                HostileServer.head(out, "503 Busy", "Content-Length: 0");
              } else {
                HostileServer.serve(ARCHIVE, request, out);
              }
            })) {
      site.download().ensure();
      site.assertComplete();
    }
  }
}
