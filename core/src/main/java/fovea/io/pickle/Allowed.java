package fovea.io.pickle;

import java.util.List;

/** What a pickle may name, and what that means here. */
public interface Allowed {
  /** Whether a pickle may name it; what isn't allowed is refused before anything else happens. */
  boolean contains(Global global);

  /**
   * The value of a call.
   *
   * @param function one that is allowed
   * @throws fovea.FoveaException if it can't be called with these; a sentence without the file
   */
  Object call(Global function, List<?> arguments);

  /**
   * What stands outside of the pickle.
   *
   * @param id as the pickle has it
   * @throws fovea.FoveaException if there is no such thing; a sentence without the file
   */
  Object persistent(Object id);
}
