/**
 * {@code exo boot}: a whole computer before a person, its screen drawn on a terminal or saved as a
 * picture. Start reading at {@link exo.cli.boot.BootCommand}.
 */
@NullMarked
package exo.cli.boot;

import org.jspecify.annotations.NullMarked;
