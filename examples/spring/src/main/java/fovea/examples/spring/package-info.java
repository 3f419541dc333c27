/**
 * A web application that classifies uploaded photographs. Start with {@link
 * fovea.examples.spring.ClassifyApplication}.
 */
@NullMarked
package fovea.examples.spring;

import org.jspecify.annotations.NullMarked;
