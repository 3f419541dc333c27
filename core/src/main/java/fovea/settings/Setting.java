package fovea.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a setting, once: a component of a settings record is a key of a YAML file. Reading,
 * writing, {@code --set}, the documentation's table and the JSON Schema follow from it.
 *
 * <p>The component's type says what the key takes: a number, a truth value, text, an enum's
 * constant in lower case, or a section. A section's type is another settings record, or a sealed
 * interface of several, of which the key {@code name} chooses one by its {@link Named}. A {@code
 * List} of settings records is a list of sections, empty where the key is left out.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /** One line of documentation, in Markdown. */
  String about();

  /**
   * The value where a recipe leaves the key out, as YAML; of a sealed interface the name of the
   * record. Other sections have the defaults of what they hold.
   */
  String standard() default "";

  /** What a number may be, such as {@code [0, 1)}: without 1, with 0. Empty is any. */
  String range() default "";

  /** What a whole number must be a multiple of. */
  int multipleOf() default 1;

  /** What a number counts, such as {@code pixels}. */
  String unit() default "";

  /**
   * The path, from the root, by which older files call it; it is still read. No other setting of
   * that name may stand there.
   */
  String formerly() default "";

  /**
   * Of a list: a settings record of the section that older files have in its place; an {@link
   * Earlier}.
   */
  Class<?> earlier() default void.class;

  /**
   * Whether a value that is the default isn't written: of a key that joined when recipes had been
   * written without it, whose texts stay what they were. A section's default is that of all its
   * keys.
   */
  boolean tacit() default false;
}
