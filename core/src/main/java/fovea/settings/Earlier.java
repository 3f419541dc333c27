package fovea.settings;

import java.util.List;

/**
 * A settings record that says, as older files do, what is a list now. It has a constructor of such
 * a list, for single values to be changed in it by their older names; that refuses a list that the
 * record has no words for.
 *
 * @param <T> what the list holds
 */
public interface Earlier<T> {
  List<T> now();
}
