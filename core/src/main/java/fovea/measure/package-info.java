/**
 * How fast this machine and a network on it are: rates of the machine's products, of a training
 * step and of predictions, and where a step's time goes. Start with {@link
 * fovea.measure.MachineRate}, or {@link fovea.measure.LayerProfile} for one network.
 */
@NullMarked
package fovea.measure;

import org.jspecify.annotations.NullMarked;
