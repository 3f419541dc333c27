package fovea.serve;

import org.junit.jupiter.api.Tag;

/** Every feature of the page on a model of photographs. */
@Tag("slow")
class PhotographsPageTest extends PageFeatures {
  PhotographsPageTest() {
    super(new DrawnPhotos(9));
  }
}
