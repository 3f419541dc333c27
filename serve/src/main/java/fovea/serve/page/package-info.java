/** The web page's files, and the description of all requests for programs. */
@NullMarked
package fovea.serve.page;

import org.jspecify.annotations.NullMarked;
