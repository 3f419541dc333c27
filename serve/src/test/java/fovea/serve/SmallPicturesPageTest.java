package fovea.serve;

/** Every feature of the page on a model of small pictures, as CIFAR-10 has them. */
class SmallPicturesPageTest extends PageFeatures {
  SmallPicturesPageTest() {
    super(new TinyPictures(60));
  }
}
