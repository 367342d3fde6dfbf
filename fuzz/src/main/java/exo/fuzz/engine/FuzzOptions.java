package exo.fuzz.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the fuzzer is asked for.
 *
 * @param time how long it goes on
 * @param seed of all choices and of the machines
 * @param workers machines that run at once
 * @param calls names of the only calls wanted; empty for all
 * @param corpus folder of programs and findings; null keeps them in memory
 * @param oracle who is asked what a program should do
 * @param failNth whether allocations are to fail, one in each run
 * @param schedules in how many orders a program of several processes or threads is run
 * @param executor the executor's file
 * @param engine name of the CPU engine
 */
public record FuzzOptions(
    Duration time,
    long seed,
    int workers,
    List<String> calls,
    @Nullable Path corpus,
    OracleChoice oracle,
    boolean failNth,
    int schedules,
    Path executor,
    String engine) {
  /** For looking at given programs one by one, on Unicorn. */
  public static FuzzOptions looking(OracleChoice oracle, boolean failNth, Path executor) {
    return new FuzzOptions(
        Duration.ZERO, 1, 1, List.of(), null, oracle, failNth, 1, executor, "unicorn");
  }
}
