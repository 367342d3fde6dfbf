/**
 * Files that are nothing but a descriptor: epoll instances, event counters, timers. As in Linux
 * they share one inode, of a file system in no tree, and {@code /proc/self/fd} shows them as {@code
 * anon_inode:[eventpoll]}. Start reading at {@link exo.kernel.fs.anon.EventFile}, then {@link
 * exo.kernel.fs.anon.EventPoll}.
 */
@NullMarked
package exo.kernel.fs.anon;

import org.jspecify.annotations.NullMarked;
