package fovea.models;

import fovea.FoveaException;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The networks of Fovea's own, where a new one is a file and a line, and those of other jars. */
public final class Models {
  private static final Catalogue OWN =
      Catalogue.of(
          List.of(
              Cifar10Cnn.Arguments.class,
              ArticleMinimal.Arguments.class,
              Speedrun.Arguments.class,
              ResNet.ResNet18.class,
              ResNet.ResNet34.class,
              ResNet.ResNet50.class,
              CifarResNet.ResNet20.class,
              CifarResNet.ResNet56.class,
              PreActResNet18.Arguments.class,
              WideResNet.Arguments.class,
              Vgg16Bn.Arguments.class,
              SqueezeNet.Arguments.class,
              MobileNetV2.Arguments.class,
              EfficientNet.Arguments.class,
              ConvNeXt.Arguments.class,
              ConvMixer.Arguments.class,
              Conv4.Arguments.class));

  /** Fovea's own and what {@link Networks} the class path has. */
  public static final Catalogue CATALOGUE = withFound(ServiceLoader.load(Networks.class));

  private Models() {}

  /**
   * Fovea's own and these.
   *
   * @throws IllegalArgumentException if two have one name
   */
  static Catalogue withFound(Iterable<Networks> others) {
    Catalogue all = OWN;
    for (Networks each : others) {
      for (Class<? extends Architecture> network : each.networks()) {
        all = all.with(network);
      }
    }
    return all;
  }

  /** The names that {@link #create} knows. */
  public static List<String> names() {
    return CATALOGUE.names();
  }

  /**
   * {@link Catalogue#create}.
   *
   * @throws FoveaException for an unknown name, an unknown argument or one out of its range
   */
  public static Model create(String name, Map<String, ?> arguments, List<String> classes, Rng rng) {
    return CATALOGUE.create(name, arguments, classes, rng);
  }

  /**
   * {@link Catalogue#input}.
   *
   * @throws FoveaException as {@link #create}
   */
  public static Shape input(String name, Map<String, ?> arguments) {
    return CATALOGUE.input(name, arguments);
  }
}
