package fovea.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Archives like CIFAR-10's, small and at times wicked. */
final class Tarballs {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  Tarballs() throws IOException {
    tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes));
  }

  /** All that an honest one holds: five batches of 20 records and a test batch of 10. */
  static Tarballs honest() throws IOException {
    Tarballs tarball = new Tarballs();
    tarball.entry(new TarArchiveEntry("cifar-10-batches-bin/"), new byte[0]);
    for (int i = 1; i <= 5; i++) {
      tarball.file("cifar-10-batches-bin/data_batch_" + i + ".bin", Cifar10Batches.batch(20, i));
    }
    tarball.file("cifar-10-batches-bin/test_batch.bin", Cifar10Batches.batch(10, 100));
    tarball.file(
        "cifar-10-batches-bin/batches.meta.txt",
        "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n".getBytes(StandardCharsets.UTF_8));
    return tarball;
  }

  static byte[] honestBytes() {
    try {
      return honest().bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Tarballs file(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return entry(entry, content);
  }

  Tarballs link(String name, String target, byte kind) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(target);
    return entry(entry, new byte[0]);
  }

  Tarballs entry(TarArchiveEntry entry, byte[] content) throws IOException {
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    return this;
  }

  byte[] bytes() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }

  /** An archive that is cut after the header of an entry that claims to have so many bytes. */
  static byte[] claiming(String name, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GzipCompressorOutputStream(bytes)) {
      out.write(header);
    }
    return bytes.toByteArray();
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
