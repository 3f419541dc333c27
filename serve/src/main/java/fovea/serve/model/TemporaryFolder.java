package fovea.serve.model;

import fovea.FoveaException;
import fovea.files.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for files that are made while the service runs; it is made when it is needed. It is
 * locked meanwhile, by which a later service tells what one has left that was killed.
 */
public final class TemporaryFolder implements AutoCloseable {
  private static final String NAME = "fovea-serve";
  private static final String LOCK = ".lock";

  private @Nullable Path made;
  private @Nullable FolderLock lock;

  public synchronized Path path() throws IOException {
    Path path = made;
    if (path == null) {
      path = Files.createTempDirectory(NAME);
      made = path;
      lock = locked(path.resolve(LOCK));
    }
    return path;
  }

  /** Null where nothing can be locked; then there is no file either that says nobody holds it. */
  private static @Nullable FolderLock locked(Path file) throws IOException {
    try {
      return FolderLock.ifFree(file);
    } catch (FoveaException e) {
      Files.deleteIfExists(file);
      return null;
    }
  }

  /** A folder in it, for what goes together. */
  public Path fresh() throws IOException {
    return Files.createTempDirectory(path(), "model");
  }

  /** Removes it, with what is in it. */
  @Override
  public synchronized void close() {
    Path path = made;
    made = null;
    try (FolderLock held = lock) {
      if (path != null) {
        remove(path);
      }
    } finally {
      lock = null;
    }
  }

  /** Removes a folder, with what is in it, unless somebody has cleared it away already. */
  public static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes those of this user that were left by services that were killed. */
  static void removeLeft() {
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, NAME + "*")) {
      UserPrincipal user =
          all.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(System.getProperty("user.name"));
      for (Path folder : folders) {
        if (Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
          removeUnlessHeld(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
      // The system clears such folders away.
    }
  }

  private static void removeUnlessHeld(Path folder) {
    try (FolderLock held = FolderLock.ifFree(folder.resolve(LOCK))) {
      if (held != null) {
        remove(folder);
      }
    } catch (FoveaException | UncheckedIOException e) {
      // It is just being removed.
    }
  }
}
