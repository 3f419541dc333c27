/**
 * Files that come from a server, however often the connection is cut on the way. Start with {@link
 * fovea.download.Download}.
 */
@NullMarked
package fovea.download;

import org.jspecify.annotations.NullMarked;
