package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Own pages and pictures are told from all others. */
class OwnMarkTest {
  @TempDir Path folder;

  @Test
  void aMarkedPictureIsTheSamePicture() throws IOException {
    BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(4, 2, 0x123456);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Path plain = Files.write(folder.resolve("plain.png"), png.toByteArray());
    assertThat(OwnMark.isOn(plain)).isFalse();
    byte[] marked = OwnMark.onPng(png.toByteArray());
    Path own = Files.write(folder.resolve("own.png"), marked);
    assertThat(OwnMark.isOn(own)).isTrue();
    assertThat(FileKind.of(own)).isEqualTo(FileKind.PNG);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(marked));
    assertThat(read.getWidth()).isEqualTo(5);
    assertThat(read.getRGB(4, 2)).isEqualTo(0xff123456);
  }

  @Test
  void aPageOfAnotherProgramIsNotOurs() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("page.html"),
            "<!DOCTYPE html><html><head><meta name=\"generator\" content=\"Hugo\"/></head></html>");
    assertThat(OwnMark.isOn(page)).isFalse();
    Files.writeString(page, "<!DOCTYPE html><html><head>" + OwnMark.HTML + "</head></html>");
    assertThat(OwnMark.isOn(page)).isTrue();
  }
}
