package exo.kernel.uaccess;

/** The fault path of an address space, as far as the kernel's own accesses need it. */
public interface UserFaults {
  /**
   * Makes the page of {@code va} accessible as a user access would.
   *
   * @param va a user virtual address, any alignment
   * @param access a bit set of {@code exo.mem.paging.Access}
   * @return whether the access may now be tried again; false is EFAULT
   */
  boolean resolve(long va, int access);
}
