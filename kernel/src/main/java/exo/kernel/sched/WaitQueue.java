package exo.kernel.sched;

import exo.kernel.abi.KernelBug;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one event, first come first woken, and those who only want to hear of it
 * (epoll). Waking never runs anything: it makes tasks runnable. Owned by the kernel lock.
 */
public final class WaitQueue {
  /** Hears of every wake-up and stays on the list. */
  public interface Observer {
    void notified(WaitQueue queue);
  }

  private @Nullable Waiter head;
  private @Nullable Waiter tail;
  private @Nullable List<Observer> observers;

  /** Puts a waiter at the end. It must not be on a queue. */
  public void add(Waiter waiter) {
    if (waiter.queue != null) {
      throw new KernelBug("a waiter on two queues");
    }
    waiter.queue = this;
    waiter.previous = tail;
    waiter.next = null;
    if (tail == null) {
      head = waiter;
    } else {
      tail.next = waiter;
    }
    tail = waiter;
  }

  void remove(Waiter waiter) {
    Waiter before = waiter.previous;
    Waiter after = waiter.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    waiter.previous = null;
    waiter.next = null;
    waiter.queue = null;
  }

  /** Wakes everyone who waits. */
  public void wakeAll() {
    while (wakeFirst()) {
      // each call takes one off
    }
    tellObservers();
  }

  /** Wakes who came first, and tells the observers. */
  public void wakeOne() {
    wakeFirst();
    tellObservers();
  }

  private boolean wakeFirst() {
    Waiter first = head;
    if (first == null) {
      return false;
    }
    first.target.wake(first);
    if (head == first) {
      throw new KernelBug("a woken waiter stayed on its queue");
    }
    return true;
  }

  public void observe(Observer observer) {
    List<Observer> list = observers;
    if (list == null) {
      list = new ArrayList<>(2);
      observers = list;
    }
    list.add(observer);
  }

  public void unobserve(Observer observer) {
    if (observers != null) {
      observers.remove(observer);
    }
  }

  private void tellObservers() {
    List<Observer> list = observers;
    if (list != null) {
      for (int i = 0; i < list.size(); i++) {
        list.get(i).notified(this);
      }
    }
  }

  /** Who came first, or null: for those who pick whom to wake. */
  public @Nullable Waiter first() {
    return head;
  }

  /** Who came after {@code waiter}, or null. */
  public @Nullable Waiter after(Waiter waiter) {
    return waiter.next;
  }

  /** Whether nobody waits; observers do not count. */
  public boolean isEmpty() {
    return head == null;
  }
}
