package fovea.models;

/** What a network of ImageNet's photographs begins with. */
public enum Stem {
  /** Layers that quarter height and width. */
  IMAGENET,
  /** The same, but of stride 1, for small images. */
  CIFAR;

  /** What an argument of this kind is. */
  static final String ABOUT =
      "first layers: `imagenet` quarters height and width, `cifar` keeps them, for small images";
}
