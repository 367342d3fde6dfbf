package exo.kernel.mm;

import exo.kernel.abi.KernelBug;

/**
 * What {@code /dev/zero} gives to be mapped: not pages of its own, but the wish for anonymous
 * memory, private or shared.
 */
public final class ZeroSource extends PageSource {
  @Override
  public long page(long index, boolean forWrite) {
    throw new KernelBug("a page of /dev/zero");
  }

  @Override
  public long pageIfPresent(long index) {
    throw new KernelBug("a page of /dev/zero");
  }

  @Override
  public void retain() {
    throw new KernelBug("/dev/zero is mapped");
  }

  @Override
  public void release() {
    throw new KernelBug("/dev/zero is unmapped");
  }
}
