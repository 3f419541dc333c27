package fovea.pretrained;

import fovea.FoveaException;
import fovea.download.Archive;
import fovea.download.Checksum;
import fovea.download.Download;
import fovea.download.DownloadListener;
import fovea.download.PartialDownload;
import fovea.download.RetryPolicy;
import fovea.files.FileFailure;
import fovea.files.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Official weights on their way into Fovea's home folder. A download that is cut goes on where it
 * was, and nobody sees a file before its checksum is right.
 */
public final class WeightsDownload {
  private final OfficialWeights weights;
  private final Path file;
  private final RetryPolicy retries;
  private final DownloadListener listener;

  WeightsDownload(
      OfficialWeights weights, Path home, RetryPolicy retries, DownloadListener listener) {
    this.weights = weights;
    this.file = weights.in(home);
    this.retries = retries;
    this.listener = listener;
  }

  /**
   * @param home Fovea's folder; made where missing
   */
  public static WeightsDownload of(OfficialWeights weights, Path home, DownloadListener listener) {
    return new WeightsDownload(weights, home, RetryPolicy.STANDARD, listener);
  }

  /**
   * Their file, downloaded unless it is there and whole; then nothing is written.
   *
   * @throws FoveaException if it can't be had; says how to put it there by hand
   */
  public Path fetch() {
    Checksum checksum = new Checksum("SHA-256", weights.digits());
    if (isThere(checksum)) {
      return file;
    }
    Path folder = Objects.requireNonNull(file.getParent(), "it lies in a folder");
    try {
      Files.createDirectories(folder);
      try (FolderLock held = FolderLock.of(folder, () -> {})) {
        if (!isThere(checksum)) { // whoever held the lock before may have fetched them
          download(checksum);
        }
      }
      return file;
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  private boolean isThere(Checksum checksum) {
    return Files.exists(file) && checksum.isOf(file);
  }

  private void download(Checksum checksum) throws IOException {
    PartialDownload part = new PartialDownload(file.resolveSibling(weights.file() + ".part"));
    try {
      Archive archive = new Archive(weights.address(), Archive.UNKNOWN, checksum);
      new Download(archive, part, retries, listener).run();
    } catch (Download.Unavailable e) {
      throw new FoveaException(
          "%s: %s. Where there is no network, put that file at %s, or set FOVEA_WEIGHTS_URL to where there is a copy."
              .formatted(weights.address(), e.getMessage(), file),
          e);
    }
    Files.move(
        part.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
