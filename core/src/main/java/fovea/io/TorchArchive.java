package fovea.io;

import static fovea.io.Header.quoted;

import fovea.FoveaException;
import fovea.io.pickle.Unpickler;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The format of PyTorch 1.6 and later: a zip of {@code data.pkl}, {@code data/0}, {@code data/1}
 * and so on in one folder of any name, none of them compressed.
 */
final class TorchArchive implements TorchContainer {
  private final ZipFile zip;
  private final Map<String, ZipArchiveEntry> entries = new HashMap<>();
  private final String folder;
  private final boolean bigEndian;

  private TorchArchive(Path file, ZipFile zip) throws IOException {
    this.zip = zip;
    List<ZipArchiveEntry> inOrder = Collections.list(zip.getEntriesInPhysicalOrder());
    for (ZipArchiveEntry entry : inOrder) {
      if (entries.put(entry.getName(), entry) != null) {
        throw new FoveaException("has %s twice, expected once".formatted(quoted(entry.getName())));
      }
    }
    folder = folder(inOrder);
    if (entries.containsKey(folder + "constants.pkl")) {
      throw new FoveaException(
          "is a TorchScript program, not weights alone; in Python,"
              + " torch.save(torch.jit.load(FILE).state_dict(), \"weights.pth\") writes those");
    }
    requireApart(inOrder, Files.size(file));
    bigEndian = text("byteorder").equals("big");
  }

  /** Reads the list of what is in the file. */
  static TorchArchive open(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = ZipFile.builder().setPath(file).get();
    } catch (IOException | IllegalArgumentException e) {
      throw new FoveaException(
          "its list of contents can't be read; the file is cut short or damaged, so copy or"
              + " download it again",
          e);
    }
    try {
      return new TorchArchive(file, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** Nothing compressed, and no bytes used twice: then no more can come out than is in the file. */
  private static void requireApart(List<ZipArchiveEntry> inOrder, long size) {
    List<ZipArchiveEntry> byPlace = new ArrayList<>(inOrder);
    byPlace.sort(Comparator.comparingLong(ZipArchiveEntry::getDataOffset));
    long end = 0;
    for (ZipArchiveEntry entry : byPlace) {
      String name = quoted(entry.getName());
      if (entry.getMethod() != ZipArchiveEntry.STORED) {
        throw new FoveaException(
            name
                + " in it is compressed, expected it as torch.save writes it; unpack and save it"
                + " again in Python");
      }
      long begin = entry.getDataOffset();
      if (begin < end) {
        throw new FoveaException(name + " in it overlaps another part; the file is damaged");
      }
      end = begin + entry.getSize();
      if (entry.getSize() < 0 || end < begin || end > size) {
        throw new FoveaException(name + " in it is cut short");
      }
    }
  }

  private static String folder(List<ZipArchiveEntry> all) {
    List<String> folders =
        all.stream()
            .map(ZipArchiveEntry::getName)
            .filter(name -> name.matches("(?s)([^/]*/)?data\\.pkl"))
            .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
            .toList();
    if (folders.size() != 1) {
      throw new FoveaException(
          "has %s `data.pkl`, expected one, as torch.save writes it"
              .formatted(folders.isEmpty() ? "no" : "more than one"));
    }
    return folders.get(0);
  }

  @Override
  public Object value() throws IOException {
    ZipArchiveEntry entry = entry("data.pkl");
    if (entry.getSize() > LARGEST_PICKLE) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "its pickle has %,d bytes, expected at most %,d",
              entry.getSize(),
              LARGEST_PICKLE));
    }
    return Unpickler.read(ByteBuffer.wrap(bytes(entry)), new TorchObjects());
  }

  private String text(String name) throws IOException {
    ZipArchiveEntry entry = entries.get(folder + name);
    return entry == null || entry.getSize() > 100
        ? ""
        : new String(bytes(entry), StandardCharsets.ISO_8859_1).strip();
  }

  private ZipArchiveEntry entry(String name) {
    ZipArchiveEntry entry = entries.get(folder + name);
    if (entry == null) {
      throw new FoveaException("has no %s; the file is damaged".formatted(quoted(folder + name)));
    }
    return entry;
  }

  @Override
  public void check(String tensor, TorchStorage storage) {
    long bytes = entry("data/" + storage.key()).getSize();
    if (bytes != storage.bytes()) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "tensor %s needs %,d bytes, but the file has %,d for it",
              quoted(tensor),
              storage.bytes(),
              bytes));
    }
  }

  @Override
  public ByteBuffer read(TorchStorage storage) throws IOException {
    byte[] numbers = bytes(entry("data/" + storage.key()));
    if (bigEndian) {
      swap(numbers, storage.format().bytes());
    }
    return ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void swap(byte[] bytes, int width) {
    for (int at = 0; at < bytes.length; at += width) {
      for (int i = at, j = at + width - 1; i < j; i++, j--) {
        byte swapped = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = swapped;
      }
    }
  }

  private byte[] bytes(ZipArchiveEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      if (bytes.length < entry.getSize()) {
        throw new EOFException(entry.getName() + " in it is cut short");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
