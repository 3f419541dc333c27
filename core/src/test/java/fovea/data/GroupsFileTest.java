package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsFileTest {
  private static final List<String> NAMES =
      List.of("test/cat/indoors/1.jpg", "test/cat/outdoors/2.jpg", "test/dog/3.jpg");

  private static final ImageSet IMAGES = set(NAMES, 0, 0, 1);
  private static final DataSet DATA =
      DataSet.of(
          "pets",
          set(List.of("train/dog/1.jpg", "train/dog/7.jpg"), 1, 1),
          null,
          IMAGES,
          Set.of("train/dog/broken.jpg", "test/dog/torn.jpg", "test/cat/7.jpg"));

  @TempDir Path folder;

  @Test
  void eachColumnIsAnAttributeWithItsGroups() throws IOException {
    List<ImageGroups> groups =
        groups(
            """
            light,file,camera
            day,test/cat/indoors/1.jpg,"old, cheap"
            night,./test/dog/3.jpg,new
            day,test\\cat\\outdoors\\2.jpg,new
            """);
    assertThat(groups).extracting(ImageGroups::attribute).containsExactly("light", "camera");
    assertThat(groups.get(0).names()).containsExactly("day", "night");
    assertThat(groups.get(0).of()).containsExactly(0, 0, 1);
    assertThat(groups.get(1).names()).containsExactly("new", "old, cheap");
    assertThat(groups.get(1).of()).containsExactly(1, 0, 0);
    assertThat(ImageGroups.together(groups).names())
        .containsExactly("day, new", "day, old, cheap", "night, new");
  }

  @Test
  void aNameAloneMeansTheImageIfOnlyOneHasIt() throws IOException {
    ImageGroups light = groups("file,light\n2.jpg,day\n3.jpg,night\n").get(0);
    assertThat(light.of()).containsExactly(-1, 0, 1);
    assertThat(light.without()).isEqualTo(1);
    refused("file,light\n1.jpg,day\n")
        .endsWith(
            "groups.csv, line 2: 1.jpg is no image of the data; they are called like test/cat/indoors/1.jpg");
  }

  @Test
  void imagesOfOtherSplitsMayBeNamed() throws IOException {
    ImageGroups light = groups("file,light\ntrain/dog/7.jpg,day\ntest/dog/3.jpg,day\n").get(0);
    assertThat(light.of()).containsExactly(-1, -1, 0);
  }

  @Test
  void spreadsheetsMarksAndLineEndsAreUnderstood() throws IOException {
    assertThat(groups("\ufefffile,light\r\ntest/dog/3.jpg,day\r\n").get(0).of())
        .containsExactly(-1, -1, 0);
  }

  @Test
  void foldersBelowThoseOfTheClassesAreGroups() {
    ImageGroups groups = ImageGroups.byFolder(IMAGES);
    assertThat(groups.names()).containsExactly("indoors", "outdoors");
    assertThat(groups.of()).containsExactly(0, 1, -1);
    ImageGroups byClass = groups.byClass(IMAGES);
    assertThat(byClass.names()).containsExactly("cat, indoors", "cat, outdoors", "dog");
    assertThat(byClass.of()).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> ImageGroups.byFolder(set(List.of("cat/1.jpg"), 0)))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith("no image lies in a folder below that of its class");
  }

  @Test
  void aClassMayBeCalledLikeASplit() {
    ImageSet vehicles =
        ImageSet.of(
            List.of("car", "train"),
            1,
            1,
            new byte[3][3],
            new int[] {1, 1, 0},
            i ->
                List.of("train/train/indoors/1.jpg", "train/train/2.jpg", "train/car/3.jpg")
                    .get(i));
    ImageGroups groups = ImageGroups.byFolder(vehicles);
    assertThat(groups.names()).containsExactly("indoors");
    assertThat(groups.of()).containsExactly(0, -1, -1);
  }

  @Test
  void whatCantBeAPathIsNoFaultOfOurs() {
    assertThatThrownBy(() -> ImageGroups.from("a\0.csv", DATA, IMAGES))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("can't be a path");
  }

  @Test
  void namesWithBackslashesAreTakenAsTheyStand() throws IOException {
    List<String> names = List.of("test/cat/caf\\xe9.jpg", "test/cat/a\\b.jpg", "test/cat/c/d.jpg");
    ImageSet images = set(names, 0, 0, 0);
    DataSet data = DataSet.of("pets", set(List.of("train/dog/1.jpg"), 1), null, images);
    Path csv = folder.resolve("backslashes.csv");
    Files.writeString(
        csv,
        """
        file,light
        caf\\xe9.jpg,day
        ./test/cat/a\\b.jpg,dusk
        .\\test\\cat\\c\\d.jpg,night
        """);
    assertThat(GroupsFile.read(csv).of(data, images).get(0).of()).containsExactly(0, 1, 2);
  }

  @Test
  void accentsMayBeWrittenInEitherWay() throws IOException {
    ImageSet images = set(List.of("test/cat/caf\u00e9.jpg", "test/cat/te\u0301.jpg"), 0, 0);
    DataSet data = DataSet.of("pets", set(List.of("train/dog/1.jpg"), 1), null, images);
    Path csv = folder.resolve("accents.csv");
    Files.writeString(csv, "file,light\ntest/cat/cafe\u0301.jpg,day\nt\u00e9.jpg,night\n");
    assertThat(GroupsFile.read(csv).of(data, images).get(0).of()).containsExactly(0, 1);
  }

  @Test
  void anImageThatIsNamedInTwoWaysIsRefused() throws IOException {
    refused("file,light\ntest/dog/3.jpg,day\n3.jpg,night\n")
        .endsWith("groups.csv, line 3: 3.jpg is in line 2 already, expected each image once");
  }

  @Test
  void unknownImagesAreRefusedByLine() throws IOException {
    refused("file,light\ntest/dog/3.jpg,day\ntest/dog/4.jpg,day\n")
        .endsWith(
            "groups.csv, line 3: test/dog/4.jpg is no image of the data; they are called like test/cat/indoors/1.jpg");
  }

  @Test
  void imagesThatCannotBeReadAreLeftOut() throws IOException {
    ImageGroups light =
        groups("file,light\ntest/dog/3.jpg,day\ntorn.jpg,day\ntrain/dog/broken.jpg,night\n").get(0);
    assertThat(light.names()).containsExactly("day");
    assertThat(light.of()).containsExactly(-1, -1, 0);
    refused("file,light\ntest/dog/3.jpg,day\n7.jpg,day\n") // of two, one of which can't be read
        .contains("groups.csv, line 3: 7.jpg is no image of the data");
    refused("file,light\ntorn.jpg,day\n")
        .endsWith("groups.csv: none of the images that it names can be read");
  }

  @Test
  void groupsWithoutImagesAreRefused() throws IOException {
    refused("file,light\ntest/dog/3.jpg,day\ntrain/dog/7.jpg,night\n")
        .endsWith(
            "groups.csv, line 3: none of the 3 images is in the group `night` of `light`, and nothing can be said of an empty group; leave its lines out");
    refused("file,light\ntest/dog/3.jpg,\n")
        .endsWith(
            "groups.csv, line 2: `light` is empty; where a group isn't known, write a word for that, such as unknown");
    refused("file,light\n").endsWith("groups.csv: no images, expected a line for each");
  }

  @Test
  void missingColumnsAreRefused() throws IOException {
    refused("image,light\ntest/dog/3.jpg,day\n")
        .endsWith(
            "groups.csv: there is no column `file`, only image, light; the first line names the columns, `file` and one for each attribute");
    refused("file\ntest/dog/3.jpg\n")
        .endsWith(
            "groups.csv: the column `file` alone, expected another for each attribute, such as `light`");
    refused("file,light\ntest/dog/3.jpg\n")
        .endsWith("groups.csv, line 2: 1 values, expected 2, one for each column");
  }

  @Test
  void anImageIsNamedOnce() throws IOException {
    refused("file,light\ntest/dog/3.jpg,day\n./test/dog/3.jpg,night\n")
        .endsWith(
            "groups.csv, line 3: test/dog/3.jpg is in line 2 already, expected each image once");
  }

  @Test
  void whatIsNoTableIsRefused() throws IOException {
    refused("file,light,light\n1,2,3\n")
        .contains("groups.csv: its first line isn't the names of different columns");
    Files.write(folder.resolve("groups.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(() -> GroupsFile.read(folder.resolve("groups.csv")))
        .isInstanceOf(FoveaException.class)
        .hasMessageEndingWith("groups.csv: not text in UTF-8, expected a CSV file");
    assertThatThrownBy(() -> GroupsFile.read(folder.resolve("none.csv")))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("none.csv");
  }

  private List<ImageGroups> groups(String csv) throws IOException {
    return ImageGroups.from(
        Files.writeString(folder.resolve("groups.csv"), csv).toString(), DATA, IMAGES);
  }

  private AbstractStringAssert<?> refused(String csv) throws IOException {
    Path file = Files.writeString(folder.resolve("groups.csv"), csv);
    FoveaException e =
        assertThrows(FoveaException.class, () -> GroupsFile.read(file).of(DATA, IMAGES));
    return assertThat(e.getMessage());
  }

  private static ImageSet set(List<String> names, int... labels) {
    return ImageSet.of(
        List.of("cat", "dog"), 2, 2, new byte[labels.length][12], labels, names::get);
  }
}
