package exo.fuzz.planted;

import static exo.fuzz.planted.Patch.answers;
import static exo.fuzz.planted.Patch.comparison;
import static exo.fuzz.planted.Patch.errno;
import static exo.fuzz.planted.Patch.skip;
import static exo.fuzz.planted.Patch.unchecked;

import java.lang.classfile.Opcode;
import java.util.List;

/**
 * A mistake.
 *
 * @param what is wrong, as one would write it into a bug report
 */
record PlantedBug(String name, String what, Patch patch) {
  private static PlantedBug bug(
      String name, String what, String type, String method, Patch.Edit edit) {
    return new PlantedBug(name, what, Patch.in("exo.kernel." + type, method, edit));
  }

  static List<PlantedBug> all() {
    return List.of(
        bug(
            "lost-wake-up",
            "a timer that expires wakes nobody who reads it",
            "fs.anon.TimerFile$1",
            "expired",
            skip("wakeAll")),
        bug(
            "length-off-by-one",
            "an eventfd refuses a buffer of exactly eight bytes",
            "fs.anon.EventCounter",
            "readAt",
            comparison(Opcode.IFGE, Opcode.IFGT)),
        bug(
            "open-without-permission",
            "the mode of a file is not looked at",
            "vfs.Permissions",
            "check",
            unchecked("EACCES", 1)),
        bug(
            "frame-leak-on-fault",
            "a write to a pipe from a bad address keeps the page it had taken",
            "fs.pipefs.PipeRing",
            "write",
            skip("release")),
        bug(
            "wrong-errno",
            "pread of a pipe is EINVAL",
            "vfs.OpenFile",
            "checkPositional",
            errno("ESPIPE", "EINVAL")),
        bug(
            "stale-tlb-after-mprotect",
            "rights that mprotect takes stay in the translation caches",
            "mm.Protector",
            "walk",
            skip("invalidate")),
        bug(
            "dup-race",
            "dup gives out a descriptor before it has counted the reference to the file",
            "vfs.FdTable",
            "duplicate",
            skip("retain")),
        bug(
            "append-forgotten",
            "write at the position although O_APPEND is set",
            "vfs.OpenFile",
            "write",
            skip("has")),
        bug(
            "cloexec-forgotten",
            "new descriptors are never closed by execve",
            "vfs.FdTable",
            "put",
            skip("mark")),
        bug(
            "umask-forgotten",
            "mkdir gives the mode it is asked for",
            "vfs.Directories",
            "mkdir",
            skip("umask")),
        bug(
            "sigkill-handled",
            "SIGKILL may be given a handler",
            "syscall.SignalCalls",
            "rt_sigaction",
            unchecked("EINVAL", 2)),
        bug(
            "link-not-counted",
            "a second name does not raise the count of links",
            "fs.tmpfs.TmpfsDirectory",
            "link",
            skip("addLinks")),
        bug(
            "full-directory-removed",
            "rmdir takes a directory with entries away",
            "fs.tmpfs.TmpfsDirectory",
            "rmdir",
            unchecked("ENOTEMPTY", 1)),
        bug(
            "tail-not-zeroed",
            "a file made shorter and longer again shows what it had held",
            "fs.tmpfs.TmpfsPages",
            "cut",
            skip("zero")),
        bug(
            "nanoseconds-unchecked",
            "a second of a thousand million nanoseconds is taken",
            "uaccess.UserTime",
            "timespec",
            unchecked("EINVAL", 1)),
        bug(
            "small-signal-stack",
            "a stack for signals may be too small for a frame",
            "task.AltStack",
            "set",
            unchecked("ENOMEM", 1)),
        bug(
            "seal-after-seal",
            "F_SEAL_SEAL does not keep further seals away",
            "fs.tmpfs.TmpfsFile",
            "addSeals",
            unchecked("EPERM", 2)),
        bug(
            "poll-inverted",
            "an eventfd is readable when it is 0",
            "fs.anon.EventCounter",
            "poll",
            comparison(Opcode.IFEQ, Opcode.IFNE)),
        bug(
            "no-sigpipe",
            "a write to a pipe without readers sends no signal",
            "vfs.OpenFile",
            "signalsBrokenPipe",
            answers(0)),
        bug(
            "futex-not-compared",
            "FUTEX_WAIT waits although the word has another value",
            "syscall.FutexOps",
            "await",
            unchecked("EAGAIN", 1)));
  }
}
