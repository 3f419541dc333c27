package fovea.serve;

/** Every feature of the page on a model of photographs. */
class PhotographsPageTest extends PageFeatures {
  PhotographsPageTest() {
    super(new DrawnPhotos(9));
  }
}
