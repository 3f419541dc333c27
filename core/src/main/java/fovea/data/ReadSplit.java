package fovea.data;

import java.util.SortedMap;

/**
 * What was read of a split.
 *
 * @param unreadable by their places among the files of the split
 */
record ReadSplit(ImageSet images, SortedMap<Integer, ImageFolder.Unreadable> unreadable) {}
