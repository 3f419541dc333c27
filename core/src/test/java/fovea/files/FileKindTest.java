package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    "heic, heic mif1, HEIC",
    "heix, mif1 heix, HEIC",
    "hevc, msf1 hevc, HEIC",
    "mif1, mif1 heic, HEIC",
    "mif1, mif1 avif miaf, AVIF",
    "msf1, msf1 avis, AVIF",
    "avif, mif1 avif, AVIF",
    "avis, avif avis msf1, AVIF",
    "mif1, mif1 miaf, HEIF",
    "isom, isom avc1 mp41, UNKNOWN", // a film
  })
  void theFamilyOfHeifIsToldByItsBrands(String major, String others, FileKind kind) {
    String brands = others.replace(" ", "");
    ByteBuffer file = ByteBuffer.allocate(64);
    file.putInt(16 + brands.length()).put(ascii("ftyp" + major)).putInt(0).put(ascii(brands));
    file.put(ascii("....metaavif")); // what lies behind is no brand
    assertThat(FileKind.of(file.array())).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P1\n3 2\n101010",
        "P2 3 2 255 ",
        "P3\n# made by hand\n3 2\n255\n",
        "P4\n3 2\n\0",
        "P5\r\n3 2\r\n255\n\0",
        "P6\n3 # width\n2\n255\n\0",
        "P7\nWIDTH 3\nHEIGHT 2\nDEPTH 1\nMAXVAL 1\nENDHDR\n\0",
        "P7\n# made by hand\nTUPLTYPE RGB\n",
      })
  void pnmIsToldByItsHeader(String text) {
    assertThat(FileKind.of(ascii(text))).isEqualTo(FileKind.PNM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P1",
        "P1 is a title",
        "P2: 10 20",
        "P3\n# a heading\nand text",
        "P5 2020\n",
        "P6\n12 apples",
        "P8 3 2 255 ",
        "P7 332\n",
        "Page 3 2 ",
      })
  void textThatBeginsAlikeIsText(String text) {
    assertThat(FileKind.of(ascii(text))).isEqualTo(FileKind.TEXT);
  }

  @Test
  void bothSizesOfTiffInBothOrdersAreTiff() {
    for (String head :
        new String[] {"II*\0", "MM\0*", "II+\0\b\0\0\0\u0010", "MM\0+\0\b\0\0\0\0\0"}) {
      assertThat(FileKind.of(ascii(head))).isEqualTo(FileKind.TIFF);
    }
    assertThat(FileKind.of(ascii("II+\0what\0\0\0\0"))).isEqualTo(FileKind.UNKNOWN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
