package exo.kernel.syscall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls behind one number: fcntl, ioctl, futex, prctl and their like, where one argument, the
 * command, says what the others mean.
 */
public final class Variants {
  /**
   * What one command takes.
   *
   * @param args the arguments of the whole call, the command among them
   */
  public record Variant(long command, List<ArgKind> args, ResultKind result) {}

  private final int selector;
  private final int mask;
  private final Map<Long, Variant> byCommand;

  private Variants(int selector, int mask, Map<Long, Variant> byCommand) {
    this.selector = selector;
    this.mask = mask;
    this.byCommand = byCommand;
  }

  /** The argument, 0 to 5, that is the command. */
  public int selector() {
    return selector;
  }

  /** All commands that are described, in the order they are listed. */
  public List<Variant> all() {
    return List.copyOf(byCommand.values());
  }

  /** What the raw command selects; null if it is not described. */
  public @Nullable Variant select(long command) {
    return byCommand.get((long) ((int) command & mask));
  }

  /**
   * Begins variants of a call.
   *
   * @param common the arguments up to and with the command, which is the last of them
   */
  static Builder after(ArgKind... common) {
    return new Builder(List.of(common), -1);
  }

  /** Collects variants; not for two threads. */
  static final class Builder {
    private final List<ArgKind> common;
    private int mask;
    private final Map<Long, Variant> byCommand = new LinkedHashMap<>();

    private Builder(List<ArgKind> common, int mask) {
      this.common = common;
      this.mask = mask;
    }

    /** Bits of the command that choose; the others modify what is chosen. */
    Builder masked(int bits) {
      mask = bits;
      return this;
    }

    /** The command takes {@code args} after the common ones. */
    Builder on(int command, ArgKind... args) {
      return on(command, ResultKind.NUMBER, args);
    }

    Builder on(int command, ResultKind result, ArgKind... args) {
      List<ArgKind> all = new ArrayList<>(common);
      all.addAll(List.of(args));
      byCommand.put((long) command, new Variant(command, List.copyOf(all), result));
      return this;
    }

    Variants build() {
      return new Variants(common.size() - 1, mask, byCommand);
    }
  }
}
