/**
 * Settings that are declared once: the components of a record, each annotated with {@link
 * fovea.settings.Setting}. All else follows from that: reading YAML with line numbers and near
 * misses, writing it, {@code --set}, the documentation's table and a JSON Schema for editors.
 */
@NullMarked
package fovea.settings;

import org.jspecify.annotations.NullMarked;
