/**
 * The command line: one class a command, thin: parse, call, print. Start with {@link
 * fovea.cli.Fovea}.
 */
@NullMarked
package fovea.cli;

import org.jspecify.annotations.NullMarked;
