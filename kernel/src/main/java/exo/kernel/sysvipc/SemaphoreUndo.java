package exo.kernel.sysvipc;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one process is to undo at its end: SEM_UNDO of semop(2). Owned by the kernel lock. */
public final class SemaphoreUndo {
  private final Map<SemaphoreSet, int[]> adjustments = new LinkedHashMap<>(0);

  int of(SemaphoreSet set, int number) {
    int[] a = adjustments.get(set);
    return a == null ? 0 : a[number];
  }

  void set(SemaphoreSet set, int number, int amount) {
    adjustments.computeIfAbsent(set, s -> new int[s.count()])[number] = amount;
  }

  void forget(SemaphoreSet set, int number) {
    int[] a = adjustments.get(set);
    if (a != null) {
      a[number] = 0;
    }
  }

  /** The process ended. */
  void apply(int pid) {
    for (Map.Entry<SemaphoreSet, int[]> e : adjustments.entrySet()) {
      if (e.getKey().isRemoved()) {
        continue;
      }
      int[] amounts = e.getValue();
      for (int i = 0; i < amounts.length; i++) {
        if (amounts[i] != 0) {
          e.getKey().adjust(i, amounts[i], pid);
        }
      }
    }
    adjustments.clear();
  }
}
