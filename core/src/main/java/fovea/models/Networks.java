package fovea.models;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Networks from another jar, found by {@link ServiceLoader}: a class of this kind, public and with
 * a public constructor without arguments, whose name stands in {@code
 * META-INF/services/fovea.models.Networks}. With the jar on the class path its networks are named,
 * trained, opened and served as Fovea's own are.
 */
public interface Networks {
  /** The records that declare the networks' arguments, each {@code @Named} otherwise than all. */
  List<Class<? extends Architecture>> networks();
}
