/**
 * {@code exo top}: what machines that other processes run are doing. Start at {@link
 * exo.cli.top.TopCommand}; what it looks at comes from {@link exo.cli.control}, and two looks make
 * a {@link exo.cli.top.Interval}, which is shown as a table or as JSON.
 */
@NullMarked
package exo.cli.top;

import org.jspecify.annotations.NullMarked;
