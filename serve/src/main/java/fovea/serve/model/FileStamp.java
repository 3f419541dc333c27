package fovea.serve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** By what a file shows that it was written or replaced. */
record FileStamp(long size, FileTime modified, String key) {
  /** That of a file; empty where there is none. */
  static Optional<FileStamp> of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new FileStamp(found.size(), found.lastModifiedTime(), String.valueOf(found.fileKey())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
