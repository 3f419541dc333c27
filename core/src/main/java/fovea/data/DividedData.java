package fovea.data;

/**
 * A data set and its splits as a run has them, found once for all who look at them.
 *
 * @param set with the test images held out as in {@code splits}
 */
public record DividedData(DataSet set, Splits splits) {}
