package exo.kernel.vfs;

/** Hears when an open file description ends: what epoll(7) watches leaves it by itself. */
public interface CloseListener {
  /** The last reference to the file went. */
  void closed(OpenFile file);
}
