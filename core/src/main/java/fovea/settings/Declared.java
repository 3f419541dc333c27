package fovea.settings;

import fovea.FoveaException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A setting as its record declares it.
 *
 * @param key the component's name
 * @param standard the default as YAML, empty for what has none of its own
 * @param multipleOf what a whole number must be a multiple of
 */
public record Declared(
    String key,
    Class<?> type,
    String standard,
    Range range,
    int multipleOf,
    String about,
    RecordComponent component) {

  private static final ClassValue<List<Declared>> BY_RECORD =
      new ClassValue<>() {
        @Override
        protected List<Declared> computeValue(Class<?> settings) {
          return Arrays.stream(settings.getRecordComponents()).map(Declared::of).toList();
        }
      };

  /** The settings of a record, in its order. */
  public static List<Declared> in(Class<?> settings) {
    return BY_RECORD.get(settings);
  }

  private static Declared of(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " has no @Setting");
    }
    boolean unused = component.getAccessor().trySetAccessible(); // of a record private to its file
    return new Declared(
        component.getName(),
        component.getType(),
        setting.standard(),
        Range.parse(setting.range()).in(setting.unit()),
        setting.multipleOf(),
        setting.about(),
        component);
  }

  /**
   * Refuses numbers that their settings don't take; for the constructor of a settings record.
   *
   * @param values of all components, in their order
   * @throws FoveaException naming the first
   */
  public static void check(Class<?> settings, Object... values) {
    List<Declared> all = in(settings);
    for (int i = 0; i < all.size(); i++) {
      Declared setting = all.get(i);
      if (values[i] instanceof Double || values[i] instanceof Integer) {
        double number = ((Number) values[i]).doubleValue();
        setting.range.check(setting.key, number);
        if (!setting.takes(number)) {
          throw new FoveaException(
              "`%s` is %s, expected %s".formatted(setting.key, values[i], setting.expected()));
        }
      }
    }
  }

  /** A settings record of these values, in the order of its components. */
  public static <R> R make(Class<R> settings, List<?> values) {
    Class<?>[] types = in(settings).stream().map(Declared::type).toArray(Class[]::new);
    try {
      Constructor<R> constructor = settings.getDeclaredConstructor(types);
      boolean unused = constructor.trySetAccessible(); // a record may be private to its file
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof FoveaException refused) {
        throw refused;
      }
      throw new IllegalStateException(settings + " can't be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(settings + " can't be made", e);
    }
  }

  /** The same settings, but for one value. */
  public static <R> R with(Class<R> type, R settings, String key, Object value) {
    List<Object> values = new ArrayList<>();
    in(type).forEach(s -> values.add(s.key.equals(key) ? value : s.of(settings)));
    return make(type, values);
  }

  /** The name by which a recipe chooses this settings record in its family. */
  public static String name(Class<?> settings) {
    return settings.getAnnotation(Named.class).value();
  }

  /** The value that settings have. */
  public Object of(Object settings) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }

  public boolean isWhole() {
    return type == int.class || type == long.class;
  }

  public boolean isChoice() {
    return type.isEnum();
  }

  /** Whether it holds keys that nobody declared. */
  public boolean isFree() {
    return type == Map.class;
  }

  /** Whether it holds the keys of a settings record. */
  public boolean isSection() {
    return type.isRecord() || isFamily();
  }

  /** Whether it holds several sections, each the keys of a settings record. */
  public boolean isList() {
    return type == List.class;
  }

  /** The settings record, or the family of them, that each section of a list is. */
  public Class<?> element() {
    return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
  }

  /** The settings record of the section that older files have in place of a list, if they do. */
  public Optional<Class<?>> earlier() {
    Class<?> earlier = component.getAnnotation(Setting.class).earlier();
    return earlier == void.class ? Optional.empty() : Optional.of(earlier);
  }

  /** The path by which older files call it; empty if they don't. */
  String formerly() {
    return component.getAnnotation(Setting.class).formerly();
  }

  /** Whether this value is the default and therefore isn't written. */
  public boolean isTacit(Object value) {
    if (!component.getAnnotation(Setting.class).tacit()) {
      return false;
    }
    if (isSection()) {
      return value.equals(Section.root(type, YamlNode.Mapping.empty(key)).read(type));
    }
    return value instanceof List<?> list ? list.isEmpty() : YamlText.single(value).equals(standard);
  }

  /** Whether its {@code name} chooses one of several settings records. */
  public boolean isFamily() {
    return type.isSealed();
  }

  /** Whether the {@code name} of each of its sections chooses one of several settings records. */
  public boolean isListOfFamily() {
    return isList() && element().isSealed();
  }

  /** The settings records that its section, or each of them, may be: those of a family, or one. */
  public List<Class<?>> records() {
    Class<?> one = isList() ? element() : type;
    return one.isSealed() ? List.of(one.getPermittedSubclasses()) : List.of(one);
  }

  /** The words it takes: the names of a family, or an enum's constants in lower case. */
  public List<String> choices() {
    return isFamily() || isListOfFamily()
        ? records().stream().map(Declared::name).toList()
        : Arrays.stream(type.getEnumConstants()).map(Declared::word).toList();
  }

  public static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  /** Whether a number is one that it takes. */
  public boolean takes(double number) {
    return range.contains(number) && (multipleOf == 1 || number % multipleOf == 0);
  }

  /** What it takes, as a message says it. */
  public String expected() {
    if (type == double.class) {
      return "a number, " + range;
    }
    if (isWhole()) {
      return range.isAny() ? "a whole number of at most 64 bits" : kindOfWhole() + ", " + range;
    }
    if (type == boolean.class) {
      return "true or false";
    }
    return isChoice() || isFamily() || isListOfFamily()
        ? "one of " + String.join(", ", choices())
        : standard.isEmpty() ? "text" : "text, such as `" + standard + "`";
  }

  private String kindOfWhole() {
    return switch (multipleOf) {
      case 1 -> "a whole number";
      case 2 -> "an even number";
      default -> "a multiple of " + multipleOf;
    };
  }
}
