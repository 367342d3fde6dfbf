@NullMarked
package exo.kernel.fs.overlayfs;

import org.jspecify.annotations.NullMarked;
