package fovea.data;

import fovea.download.DownloadListener;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a data set has to fit, and what some need besides their name.
 *
 * @param height of the model's input, in pixels
 * @param width of the model's input, in pixels
 * @param oversize how many times that size a folder's images are kept at besides, to crop training
 *     images from; 1 is not at all
 * @param shapes how many images {@code shapes} is drawn with, all splits together
 * @param shortcut the share of {@code shapes}' training images in the colour of their class, in [0,
 *     1]; see {@link Shapes#draw(int, long, double)}
 * @param home Fovea's folder, {@code ~/.fovea} unless the user chose another
 * @param download hears of a download
 * @param storage where the pixels of a folder's images may be kept
 * @param images hears how many of a folder's images are read
 * @param folder hears what was found in a folder, before it is refused for its unreadable images
 * @param skipBroken the share of a folder's images that may be unreadable, in [0, 1]
 */
public record DataRequest(
    int height,
    int width,
    double oversize,
    int shapes,
    double shortcut,
    Path home,
    DownloadListener download,
    PixelStorage storage,
    ImageFolder.Progress images,
    Consumer<ImageFolder> folder,
    double skipBroken) {}
