package exo.kernel.task;

import exo.kernel.vfs.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What execve(2) put in place, as procfs shows it; where its parts lie is in the address space's
 * {@code ProgramLayout}.
 *
 * @param file the program file; null before the first exec
 * @param arguments as given to execve(2)
 * @param auxv the auxiliary vector as written, key and value in turn
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ExecImage(@Nullable Path file, List<String> arguments, long[] auxv) {
  static final ExecImage NONE = new ExecImage(null, List.of(), new long[0]);
}
