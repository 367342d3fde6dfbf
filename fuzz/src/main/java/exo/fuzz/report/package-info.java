/** Findings for people and for tools: text, C source, a JUnit test, JSON. */
@NullMarked
package exo.fuzz.report;

import org.jspecify.annotations.NullMarked;
