package exo.kernel.task;

import java.util.List;

/**
 * What a machine was built with.
 *
 * @param cpus virtual CPUs, at least 1
 * @param maxTasks threads alive at once
 * @param wallNanos longest time from the first program's start before everything is killed, or
 *     Long.MAX_VALUE
 * @param cpuNanos CPU time of all processes together before each is killed, or Long.MAX_VALUE
 * @param outputBytes bytes the host takes from standard output and error before SIGXFSZ, or
 *     Long.MAX_VALUE
 * @param maxDescriptors soft RLIMIT_NOFILE of programs
 * @param engine name of the CPU engine
 * @param cpuFlags instruction sets as in /proc/cpuinfo
 * @param hwcap AT_HWCAP of the engine's processor, AT_HWCAP2 in {@code hwcap2}
 * @param signalStack AT_MINSIGSTKSZ: bytes a signal frame takes at most
 * @param highestUserAddress first address beyond user space on the engine
 */
public record KernelConfig(
    int cpus,
    int maxTasks,
    long wallNanos,
    long cpuNanos,
    long outputBytes,
    int maxDescriptors,
    String engine,
    List<String> cpuFlags,
    long hwcap,
    long hwcap2,
    int signalStack,
    long highestUserAddress) {}
