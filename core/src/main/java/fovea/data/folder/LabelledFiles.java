package fovea.data.folder;

import fovea.data.folder.FolderLayout.Labelled;
import fovea.files.Sha256;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;

/** The images of a split, class by class; each is made when it is asked for. */
public final class LabelledFiles extends AbstractList<Labelled> implements RandomAccess {
  private final List<InFolder> folders;

  /** Where each of the folders ends in this list. */
  private final int[] ends;

  /** The images of one folder, which is a class's or lies below it. */
  record InFolder(FolderFiles files, Path classFolder, int label) {}

  LabelledFiles(List<InFolder> folders) {
    this.folders = List.copyOf(folders);
    ends = new int[folders.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end = Math.addExact(end, folders.get(i).files.size());
      ends[i] = end;
    }
  }

  /** The folders whose images these are, in their order. */
  List<InFolder> folders() {
    return folders;
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public Labelled get(int place) {
    int at = folderOf(place);
    InFolder folder = folders.get(at);
    int start = at == 0 ? 0 : ends[at - 1];
    return new Labelled(folder.files.get(place - start), folder.classFolder, folder.label);
  }

  /** The number of the class that the image at a place is of. */
  public int label(int place) {
    return folders.get(folderOf(place)).label;
  }

  /** The folder of a class that has all its images at these places, if there is one. */
  public Optional<Path> classWithin(Set<Integer> places) {
    Map<Path, Integer> others = new TreeMap<>();
    folders.forEach(f -> others.merge(f.classFolder, f.files.size(), Integer::sum));
    places.forEach(place -> others.merge(get(place).classFolder(), -1, Integer::sum));
    return others.keySet().stream().filter(f -> others.getOrDefault(f, 0) == 0).findFirst();
  }

  /** The first that ends after the place. */
  private int folderOf(int place) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Objects.checkIndex(low, ends.length);
  }

  /** Every image's class, name, size and time. */
  void addTo(MessageDigest sha, Path top) {
    for (InFolder folder : folders) {
      String name = folder.files.nameFrom(top);
      Sha256.add(sha, "\n" + folder.label + " " + folder.files.size() + " " + name + "\n");
      folder.files.addTo(sha);
    }
  }
}
