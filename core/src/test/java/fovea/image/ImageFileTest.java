package fovea.image;

import static fovea.image.ImageBytes.encoded;
import static fovea.image.ImageBytes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels of every format and kind of colour, against what was put into the files. */
class ImageFileTest {
  @TempDir Path folder;

  @Test
  void aPlainJpegHasThePixelsOfTheJdksReader() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      byte[] file = encoded(picture(32, 32, seed), "jpeg");
      assertThat(ImageFile.decode("it", file).rgb()).isEqualTo(byTheJdk(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void losslessFormatsKeepEveryPixel(String format) {
    BufferedImage image = picture(37, 21, 3);
    Pixels pixels = ImageFile.decode("it", encoded(image, format));
    assertThat(pixels.width()).isEqualTo(37);
    assertThat(pixels.height()).isEqualTo(21);
    assertThat(pixels.rgb()).isEqualTo(samples(image));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif"})
  void palettesAreLookedUp(String format) {
    int[] palette = new int[256];
    palette[0] = 0x0a141e;
    palette[1] = 0xfa0063;
    palette[2] = 0x00c807;
    palette[3] = 0x2832ff;
    IndexColorModel model =
        new IndexColorModel(8, 256, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {3, 0, 1, 2});
    assertThat(unsigned(ImageFile.decode("it", encoded(image, format))))
        .containsExactly(40, 50, 255, 10, 20, 30, 250, 0, 99, 0, 200, 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "jpeg"})
  void greyIsTakenAsItIsStored(String format) {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    int[] values = new int[64];
    Arrays.fill(values, 77);
    image.getRaster().setPixels(0, 0, 8, 8, values);
    assertThat(unsigned(ImageFile.decode("it", encoded(image, format))))
        .hasSize(192)
        .containsOnly(77);
  }

  @Test
  void sixteenBitsAreRoundedToEight() {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 257 * 100, 257 * 100 + 129, 65535});
    assertThat(unsigned(ImageFile.decode("it", encoded(image, "png"))))
        .containsExactly(0, 0, 0, 100, 100, 100, 101, 101, 101, 255, 255, 255);
    BufferedImage color = deep(ColorSpace.CS_sRGB, true);
    color.getRaster().setPixel(0, 0, new int[] {257 * 10, 257 * 20, 257 * 30, 65535});
    assertThat(unsigned(ImageFile.decode("it", encoded(color, "png")))).containsExactly(10, 20, 30);
  }

  @Test
  void transparentPartsLieOverWhite() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff0a141e);
    image.setRGB(1, 0, 0x330a141e); // a fifth of it, four fifths of white
    image.setRGB(2, 0, 0x000a141e);
    assertThat(unsigned(ImageFile.decode("it", encoded(image, "png"))))
        .containsExactly(10, 20, 30, 206, 208, 210, 255, 255, 255);
    BufferedImage grey = deep(ColorSpace.CS_GRAY, true);
    grey.getRaster().setPixel(0, 0, new int[] {257 * 10, 257 * 51});
    assertThat(unsigned(ImageFile.decode("it", encoded(grey, "png"))))
        .containsExactly(206, 206, 206);
    byte[] black = {0, 0};
    IndexColorModel model = new IndexColorModel(1, 2, black, black, black, 1);
    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, model);
    palette.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    assertThat(unsigned(ImageFile.decode("it", encoded(palette, "gif"))))
        .containsExactly(0, 0, 0, 255, 255, 255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk.jpg", "ycck.jpg"})
  void inksTakeTheirShareOfTheLight(String name) throws IOException {
    int[] found = unsigned(ImageFile.decode(name, resource(name)));
    for (int i = 0; i < 96; i++) {
      int x = i % 12;
      int y = i / 12;
      double light = 1 - 5 * x / 255.0;
      assertThat(found[3 * i]).isCloseTo((int) (light * (255 - 20 * x)), within(4));
      assertThat(found[3 * i + 1]).isCloseTo((int) (light * (255 - 30 * y)), within(4));
      assertThat(found[3 * i + 2]).isCloseTo((int) (light * (255 - 10 * (x + y))), within(4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossless.webp", "two-pictures.webp", "lossy.webp"})
  void webpIsDecoded(String name) throws IOException {
    int[] found = unsigned(ImageFile.decode(name, resource(name)));
    int tolerance = name.equals("lossy.webp") ? 20 : 0; // its colours have half the resolution
    for (int i = 0; i < 96; i++) {
      assertThat(found[3 * i]).isCloseTo(20 * (i % 12), within(tolerance));
      assertThat(found[3 * i + 1]).isCloseTo(30 * (i / 12), within(tolerance));
      assertThat(found[3 * i + 2]).isCloseTo(10 * (i % 12 + i / 12), within(tolerance));
    }
  }

  @Test
  void webpWithAlphaLiesOverWhite() throws IOException {
    int[] found = unsigned(ImageFile.decode("it", resource("alpha.webp")));
    assertThat(found[3 * 5]).isEqualTo(100);
    assertThat(found[3 * (7 * 12 + 5)]).isEqualTo((100 + 4 * 255) / 5);
  }

  /**
   * A profile that says that samples are proportional to light; a half of it looks far brighter.
   */
  @Test
  void theColorProfileOfAJpegIsApplied() {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 64).forEach(i -> image.setRGB(i % 8, i / 8, 0x808080));
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] content = Arrays.copyOf(name, name.length + profile.length);
    System.arraycopy(profile, 0, content, name.length, profile.length);
    byte[] file = ImageBytes.withSegment(encoded(image, "jpeg"), 0xe2, content);
    // sRGB's curve: 1.055 * (128 / 255)^(1 / 2.4) - 0.055 = 0.737
    for (int value : unsigned(ImageFile.decode("it", file))) {
      assertThat(value).isCloseTo(188, within(2));
    }
  }

  /** Sony's and medical cameras write such; the JDK can't read them, a further reader must. */
  @Test
  void aLosslessJpegIsDecoded() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int b :
        new int[] {
          0xff, 0xd8, // start
          0xff, 0xc3, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, // lossless, 8 bits, 8 x 8, one component
          0xff, 0xc4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          0, // 0 means: as before
          0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0, // predicted from the left
          0, 0, 0, 0, 0, 0, 0, 0, // 64 times as before, beginning at the middle of the range
          0xff, 0xd9
        }) {
      file.write(b);
    }
    assertThat(unsigned(ImageFile.decode("it", file.toByteArray()))).hasSize(192).containsOnly(128);
  }

  @Test
  void theContentTellsTheFormatAndNotTheName() throws IOException {
    Path file = folder.resolve("wrong.gif");
    Files.write(file, encoded(picture(5, 4, 1), "png"));
    assertThat(ImageFile.decode(file).rgb()).isEqualTo(samples(picture(5, 4, 1)));
    assertThat(ImageFile.decode(file, 2, 2).rgb()).hasSize(12);
  }

  @Test
  void bytesBehindTheEndDoNoHarm() {
    byte[] file = encoded(picture(32, 32, 1), "jpeg");
    byte[] longer = Arrays.copyOf(file, file.length + 20_000_000); // as phones keep a film there
    byte[] film = new byte[20_000_000];
    new Random(1).nextBytes(film);
    System.arraycopy(film, 0, longer, file.length, film.length);
    assertThat(ImageFile.decode("it", longer).rgb()).isEqualTo(ImageFile.decode("it", file).rgb());
  }

  @Test
  void manyThreadsDecodeTheSame() throws IOException {
    List<byte[]> files =
        List.of(
            encoded(picture(50, 40, 1), "jpeg"),
            encoded(picture(1300, 900, 2), "png"),
            encoded(picture(50, 40, 3), "bmp"),
            resource("cmyk.jpg"),
            resource("lossless.webp"));
    List<byte[]> alone = files.stream().map(file -> ImageFile.decode("it", file).rgb()).toList();
    List<byte[]> together =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> ImageFile.decode("it", files.get(i % files.size())).rgb())
            .toList();
    for (int i = 0; i < together.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i % files.size()));
    }
  }

  private static BufferedImage deep(int space, boolean alpha) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            alpha,
            false,
            BufferedImage.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    return new BufferedImage(model, raster, false, null);
  }

  private static byte[] byTheJdk(byte[] file) throws IOException {
    var readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio")) {
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        return samples(reader.read(0));
      }
    }
    throw new IllegalStateException("this JDK reads no JPEG");
  }

  private static byte[] samples(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < rgb.length / 3; i++) {
      int color = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return rgb;
  }

  private static int[] unsigned(Pixels pixels) {
    return IntStream.range(0, pixels.rgb().length).map(i -> pixels.rgb()[i] & 0xff).toArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ImageFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
  void anImagesSizeIsKnownWithoutItsPixels(String format) throws IOException {
    byte[] whole = encoded(picture(70, 50, 1), format);
    Path file = folder.resolve("image");
    Files.write(file, whole);
    assertThat(ImageFile.size(file)).isEqualTo(new ImageSize(70, 50));
    assertThat(ImageFile.size(file).shorter()).isEqualTo(50);
    Files.writeString(file, "no image");
    assertThatThrownBy(() -> ImageFile.size(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("text, not an image");
  }

  @Test
  void whatIsMadeOfAnImageFailsInItsOwnWords() {
    byte[] png = encoded(picture(8, 8, 1), "png");
    IllegalStateException failure = new IllegalStateException("no room for it");
    assertThatThrownBy(
            () ->
                ImageFile.decode(
                    "it",
                    png,
                    64,
                    image -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }
}
