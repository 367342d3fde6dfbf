/**
 * The process file system: what tools and libcs read about processes and the machine, proc(5).
 *
 * <p>Nothing is stored: a directory answers from the tables of the kernel each time it is asked,
 * and a file's text is made when it is opened. {@link exo.kernel.procfs.ProcSuperblock} is the
 * root; {@link exo.kernel.procfs.ProcessFiles} and {@link exo.kernel.procfs.SystemFiles} list the
 * files, one line each.
 */
@NullMarked
package exo.kernel.procfs;

import org.jspecify.annotations.NullMarked;
