package exo.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cli.control.Look;
import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.State;
import exo.kernel.MachineSnapshot.TaskView;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final QueueView HOT = new QueueView("HOT", 2, 4, 8_000, 6_000);

  private static TaskView task(int tid, long cpuNanos) {
    return new TaskView(
        1, tid, "t" + tid, State.RUNNABLE, -1, 0, 0, "HOT", 1_500_000, 90, cpuNanos, 0, 0, 0);
  }

  private static Look look(long uptime, long idle, TaskView... tasks) {
    List<CpuView> cpus = List.of(new CpuView(0, idle, 0, 0));
    return new Look(
        "p", new MachineSnapshot(uptime, 256, 512, 7, cpus, List.of(HOT), List.of(tasks)));
  }

  @Test
  void sharesAreOfTheTimeBetween() {
    Look end = look(3000, 500, task(1, 1250), task(2, 800));
    Interval i = new Interval(look(2000, 400, task(1, 1000), task(2, 50)), end);
    assertEquals(25, i.cpuPercent(end.snapshot().tasks().get(0)));
    assertEquals(75, i.cpuPercent(end.snapshot().tasks().get(1)));
    assertEquals(90, i.busyPercent(end.snapshot().cpus().getFirst()));
    assertEquals(List.of(2, 1), i.tasksByUse().stream().map(TaskView::tid).toList());
  }

  @Test
  void withoutAFirstLookTheyAreOfTheTimeSinceTheStart() {
    Look end = look(2000, 500, task(1, 500));
    Interval i = new Interval(null, end);
    assertEquals(25, i.cpuPercent(end.snapshot().tasks().getFirst()));
    assertEquals(75, i.busyPercent(end.snapshot().cpus().getFirst()));
  }

  @Test
  void newTaskWithTheNumberOfOneThatEndedStartsAtNothing() {
    Look end = look(2000, 0, task(1, 100));
    Interval i = new Interval(look(1000, 0, task(1, 900)), end);
    assertEquals(10, i.cpuPercent(end.snapshot().tasks().getFirst()));
  }

  @Test
  void clockThatStandsStillMakesNoShares() {
    Look end = look(1000, 500, task(1, 500));
    Interval i = new Interval(end, end);
    assertEquals(0, i.cpuPercent(end.snapshot().tasks().getFirst()));
    assertEquals(0, i.busyPercent(end.snapshot().cpus().getFirst()));
  }

  @Test
  void tableHasAColumnForEach() {
    Interval i = new Interval(null, look(20_000_000_000L, 0, task(3, 5_000_000_000L)));
    TopTable table = TopTable.of(i, 77);
    List<String> lines = table.lines();
    assertEquals("exo top: process 77, up 0:00:20, p", lines.get(0));
    assertTrue(lines.get(1).startsWith("RAM 1.0 of 2.0 MiB, 7 interrupts; 1 tasks: 0 running, 1"));
    assertEquals("CPUs busy: 100%", lines.get(2));
    assertTrue(table.isTitle(4), lines.toString());
    assertEquals(List.of("HOT", "2", "4", "2", "6"), words(lines.get(5)));
    assertEquals(
        List.of("1", "3", "r", "-", "25.0", "5.00", "0", "OTHER", "HOT", "1.500", "90%", "t3"),
        words(lines.get(8)));
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +"));
  }
}
