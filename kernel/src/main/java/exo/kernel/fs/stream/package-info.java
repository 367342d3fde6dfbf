/**
 * Streams of the host as files of the guest: standard input, output and error. Host I/O may block,
 * so it is done by threads of its own, which finish by waking the tasks that wait.
 */
@NullMarked
package exo.kernel.fs.stream;

import org.jspecify.annotations.NullMarked;
