package fovea.data;

import static fovea.data.DownloadSite.ARCHIVE;
import static fovea.data.DownloadSite.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.HostileServer.Request;
import fovea.download.DownloadListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class Cifar10DownloadTest {
  @TempDir Path home;

  @Test
  void theArchiveIsDownloadedUnpackedAndLeavesNothingBeside() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      Path folder = site.download().ensure();
      assertThat(folder).isEqualTo(home.resolve("cifar10/cifar-10-batches-bin"));
      site.assertComplete();
      assertThat(site.received).isSorted().startsWith(0L).endsWith((long) ARCHIVE.length);
      assertThat(site.retries).isEmpty();
      assertThat(site.download().ensure()).isEqualTo(folder);
      assertThat(site.server.requests()).hasSize(1);
    }
  }

  @Test
  void whatAKilledProcessLeftIsNotDownloadedAgain() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      site.withPart(Arrays.copyOf(ARCHIVE, 1000));
      site.download().ensure();
      site.assertComplete();
      assertThat(site.server.requests()).containsExactly(new Request(1, 1000));
    }
  }

  @Test
  void aWholePartFileNeedsNoServer() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      site.withPart(ARCHIVE);
      site.download().ensure();
      site.assertComplete();
      assertThat(site.server.requests()).isEmpty();
    }
  }

  @Test
  void withoutANetworkTheMessageSaysWhatToDoByHand() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      site.server.close();
      site.refused()
          .hasMessage(
              site.server.address()
                  + ": no connection to 127.0.0.1. Without a network, put that file at "
                  + site.byHand()
                  + ", or give a folder that holds data_batch_1.bin to data_batch_5.bin and"
                  + " test_batch.bin as --data.");
      assertThat(site.retries).isEmpty();
    }
  }

  @Test
  void anArchivePutThereByHandIsUnpackedAndKept() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      site.withByHand(ARCHIVE);
      site.download().ensure();
      assertThat(site.server.requests()).isEmpty();
      assertThat(Cifar10.read(site.folder()).classes()).hasSize(10);
      assertThat(site.byHand()).exists();
    }
  }

  @Test
  void aDamagedArchivePutThereByHandIsRefusedAndKept() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      site.withByHand(Arrays.copyOf(ARCHIVE, 1500));
      site.refused()
          .hasMessage(
              "%s: 1,500 bytes, expected %s; replace or delete the file"
                  .formatted(site.byHand(), SIZE));
      byte[] corrupt = ARCHIVE.clone();
      corrupt[9] ^= 1;
      site.withByHand(corrupt);
      site.refused()
          .hasMessage(
              "%s: its MD5 is %s, expected %s; replace or delete the file"
                  .formatted(site.byHand(), Tarballs.md5(corrupt), Tarballs.md5(ARCHIVE)));
      assertThat(site.byHand()).hasBinaryContent(corrupt);
    }
  }

  @Test
  void threadsThatAskAtOnceShareOneDownload() throws Exception {
    try (DownloadSite site =
        new DownloadSite(
            home,
            (request, out) -> {
              HostileServer.serve(ARCHIVE, request, out, ARCHIVE.length / 2);
              Thread.sleep(150);
              out.write(ARCHIVE, ARCHIVE.length / 2, ARCHIVE.length - ARCHIVE.length / 2);
            })) {
      List<CompletableFuture<Path>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Cifar10Download quiet = site.download(DownloadListener.SILENT, Duration.ofSeconds(30));
        all.add(CompletableFuture.supplyAsync(quiet::ensure));
      }
      for (CompletableFuture<Path> one : all) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isDirectory();
      }
      site.assertComplete();
      assertThat(site.server.requests()).hasSize(1);
    }
  }

  @Test
  void damagedFilesAreReplacedWhenTheDataSetIsPreparedAgain() throws Exception {
    try (DownloadSite site = DownloadSite.honest(home)) {
      Path batch = site.download().ensure().resolve("data_batch_3.bin");
      byte[] good = Files.readAllBytes(batch);
      Files.write(batch, Arrays.copyOf(good, 5000));
      assertThat(site.download().ensure()).isDirectory();
      assertThat(site.server.requests()).hasSize(1);
      site.download().prepare();
      assertThat(batch).hasBinaryContent(good);
      site.assertComplete();
      assertThat(site.download().prepare()).isDirectory();
      assertThat(site.server.requests()).hasSize(2);
    }
  }

  @Test
  void aHomeThatIsAFileIsRefusedByName() throws Exception {
    Path file = Files.createFile(home.resolve("file"));
    assertThatThrownBy(() -> Cifar10Download.into(file, DownloadListener.SILENT).ensure())
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file.resolve("cifar10") + ": can't be written (");
  }
}
