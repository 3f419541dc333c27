/**
 * What is wrong with data, and whom a model serves badly. Start with {@link fovea.audit.DataAudit}
 * for files, copies and wrong labels, {@link fovea.audit.GroupReport} for a model's figures by
 * group of images, and {@link fovea.audit.ShortcutProbe} for what it looks at.
 */
@NullMarked
package fovea.audit;

import org.jspecify.annotations.NullMarked;
