/**
 * System V IPC: shared memory segments, semaphore sets and message queues, found by key. Source:
 * sysvipc(7) and the pages it names.
 *
 * <p>All three are objects with an owner, permissions and a number in an {@link
 * exo.kernel.sysvipc.IpcTable}; they live until they are removed, whoever made them. Nothing here
 * waits: an operation says that it would, and on which queue. A segment's pages are memory like
 * that of a memfd; how many areas map it is known because each mapping retains its {@link
 * exo.kernel.mm.PageSource}.
 *
 * <p>Start reading at {@link exo.kernel.sysvipc.SysvIpc}.
 */
@NullMarked
package exo.kernel.sysvipc;

import org.jspecify.annotations.NullMarked;
