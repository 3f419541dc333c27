/**
 * Which files of a folder are images, and of which class and split. Nothing is decoded here. Start
 * with {@link fovea.data.folder.FolderLayout}.
 */
@NullMarked
package fovea.data.folder;

import org.jspecify.annotations.NullMarked;
