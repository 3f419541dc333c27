package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.ClassName;
import fovea.files.FileFailure;
import fovea.files.FileName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that says to which groups images belong: its first line names the columns, {@code
 * file} and one for each attribute, and each other line is an image.
 */
public final class GroupsFile {
  private static final String FILE = "file";
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setSkipHeaderRecord(true)
          .setIgnoreSurroundingSpaces(true)
          .setIgnoreEmptyLines(true)
          .get();

  private final Path path;
  private final List<String> attributes;

  /** By the image's name. */
  private final Map<String, Row> rows;

  /**
   * A line of the file.
   *
   * @param values one for each attribute
   */
  private record Row(long line, List<String> values) {}

  private GroupsFile(Path path, List<String> attributes, Map<String, Row> rows) {
    this.path = path;
    this.attributes = attributes;
    this.rows = rows;
  }

  /**
   * Reads a file.
   *
   * @throws FoveaException if it can't be read, lacks a column or a value, or names an image twice
   */
  public static GroupsFile read(Path path) {
    String shown = FileName.ofPath(path);
    try (BufferedReader reader = Files.newBufferedReader(path);
        CSVParser parser = FORMAT.parse(reader)) {
      List<String> columns = parser.getHeaderNames().stream().map(GroupsFile::withoutMark).toList();
      int file = columns.indexOf(FILE);
      requireColumns(shown, columns);
      Map<String, Row> rows = new LinkedHashMap<>();
      for (CSVRecord record : parser) {
        long line = parser.getCurrentLineNumber();
        List<String> values = values(shown, record, columns, line);
        String name = withoutDot(ClassName.composed(values.remove(file)));
        Row before = rows.put(name, new Row(line, List.copyOf(values)));
        if (before != null) {
          throw new FoveaException(
              "%s, line %d: %s is in line %d already, expected each image once"
                  .formatted(shown, line, name, before.line));
        }
      }
      if (rows.isEmpty()) {
        throw new FoveaException(shown + ": no images, expected a line for each");
      }
      List<String> attributes = columns.stream().filter(name -> !name.equals(FILE)).toList();
      return new GroupsFile(path, attributes, rows);
    } catch (CharacterCodingException e) {
      throw new FoveaException(shown + ": not text in UTF-8, expected a CSV file", e);
    } catch (UncheckedIOException e) {
      throw new FoveaException(shown + ": not a CSV file that can be read, expected one", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(path, e);
    } catch (IllegalArgumentException e) { // two columns of a name, for instance
      throw new FoveaException(
          "%s: its first line isn't the names of different columns (%s)"
              .formatted(shown, e.getMessage()),
          e);
    }
  }

  private static void requireColumns(String shown, List<String> columns) {
    if (!columns.contains(FILE)) {
      throw new FoveaException(
          "%s: there is no column `%s`, only %s; the first line names the columns, `%s` and one for each attribute"
              .formatted(shown, FILE, String.join(", ", columns), FILE));
    }
    if (columns.size() == 1) {
      throw new FoveaException(
          shown
              + ": the column `file` alone, expected another for each attribute, such as `light`");
    }
  }

  /** Spreadsheets write a byte order mark before the first column's name. */
  private static String withoutMark(String name) {
    return name.startsWith("\ufeff") ? name.substring(1) : name;
  }

  private static List<String> values(
      String shown, CSVRecord record, List<String> columns, long line) {
    if (record.size() != columns.size()) {
      throw new FoveaException(
          "%s, line %d: %d values, expected %d, one for each column"
              .formatted(shown, line, record.size(), columns.size()));
    }
    List<String> values = new ArrayList<>(record.toList());
    int empty =
        IntStream.range(0, values.size())
            .filter(i -> values.get(i).isBlank())
            .findFirst()
            .orElse(-1);
    if (empty >= 0) {
      throw new FoveaException(
          "%s, line %d: `%s` is empty; where a group isn't known, write a word for that, such as unknown"
              .formatted(shown, line, columns.get(empty)));
    }
    return values;
  }

  private static String withoutDot(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /** A name means what is called so; else, as Windows writes paths, its backslashes are slashes. */
  private static @Nullable String find(Map<String, String> known, String name) {
    String found = known.get(name);
    return found != null ? found : known.get(withoutDot(name.replace('\\', '/')));
  }

  /**
   * The groups of images by each attribute. An image is meant by its {@linkplain ImageSet#name
   * name}, or by its file's name alone where only one has that.
   *
   * @param data whose images the file may name; those that can't be read are left out
   * @param images those to be grouped
   * @throws FoveaException if the file names an image that the data don't have, none of these
   *     images, or a group to which none of these belongs
   */
  public List<ImageGroups> of(DataSet data, ImageSet images) {
    Map<String, String> known = known(data, images);
    Map<String, Row> byName = new HashMap<>();
    List<Row> used = new ArrayList<>();
    rows.forEach(
        (name, row) -> {
          String found = find(known, name);
          if (found == null) {
            throw new FoveaException(
                "%s, line %d: %s is no image of the data; they are called like %s"
                    .formatted(FileName.ofPath(path), row.line, name, images.name(0)));
          }
          if (!data.unreadable().contains(found)) {
            Row before = byName.put(found, row);
            if (before != null) {
              throw new FoveaException(
                  "%s, line %d: %s is in line %d already, expected each image once"
                      .formatted(FileName.ofPath(path), row.line, name, before.line));
            }
            used.add(row);
          }
        });
    if (used.isEmpty()) {
      throw new FoveaException(
          FileName.ofPath(path) + ": none of the images that it names can be read");
    }
    List<ImageGroups> groups = new ArrayList<>();
    for (int a = 0; a < attributes.size(); a++) {
      groups.add(groups(a, byName, used, images));
    }
    return groups;
  }

  private ImageGroups groups(
      int attribute, Map<String, Row> byName, List<Row> used, ImageSet images) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Row row = byName.get(images.name(i));
      values.add(row == null ? "" : row.values.get(attribute));
    }
    ImageGroups groups = ImageGroups.of(attributes.get(attribute), values);
    Set<String> names = Set.copyOf(groups.names());
    for (Row row : used) {
      String group = row.values.get(attribute);
      if (!names.contains(group)) {
        throw new FoveaException(
            "%s, line %d: none of the %d images is in the group `%s` of `%s`, and nothing can be said of an empty group; leave its lines out"
                .formatted(
                    FileName.ofPath(path),
                    row.line,
                    images.size(),
                    group,
                    attributes.get(attribute)));
      }
    }
    return groups;
  }

  /** What images may be called in the file, and what they are. */
  private static Map<String, String> known(DataSet data, ImageSet images) {
    Map<String, String> known = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    List<String> names = names(data, images);
    names.stream()
        .distinct()
        .forEach(
            name -> {
              String last = ClassName.composed(name.substring(name.lastIndexOf('/') + 1));
              if (name.indexOf('/') >= 0 && known.putIfAbsent(last, name) != null) {
                ambiguous.add(last);
              }
            });
    ambiguous.forEach(known::remove);
    names.forEach(name -> known.put(ClassName.composed(name), name));
    return known;
  }

  private static List<String> names(DataSet data, ImageSet images) {
    Splits splits = data.splits();
    Stream<String> readable =
        Stream.concat(
                Stream.of(splits.train().images(), splits.test().images(), images),
                splits.validation().map(Split.Validation::images).stream())
            .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::name));
    return Stream.concat(readable, data.unreadable().stream()).toList();
  }
}
