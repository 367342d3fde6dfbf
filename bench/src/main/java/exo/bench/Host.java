package exo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The machine that was measured on.
 *
 * @param cpu its name and how many of them
 * @param memoryBytes of RAM
 * @param kernel name and version of the operating system
 * @param jdk vendor and version
 * @param cyclesPerNano frequency of the time stamp counter, GHz
 * @param load average of runnable processes over the last minute, before measuring
 */
record Host(
    String cpu, long memoryBytes, String kernel, String jdk, double cyclesPerNano, double load) {
  static Host look(Places places) throws IOException, InterruptedException {
    return new Host(
        field("/proc/cpuinfo", "model name", "unknown CPU")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " CPUs",
        Long.parseLong(field("/proc/meminfo", "MemTotal", "0 kB").replaceAll("\\D", "")) * 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + ", "
            + System.getProperty("java.vm.name"),
        timeStampHertz(places) / 1e9,
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
  }

  private static String field(String file, String name, String otherwise) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return otherwise;
  }

  /** Java cannot read the counter; a program of ours compares it with the clock. */
  private static double timeStampHertz(Places places) throws IOException, InterruptedException {
    Process p = new ProcessBuilder(places.guest("tsc").toString()).start();
    String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!p.waitFor(10, TimeUnit.SECONDS) || p.exitValue() != 0) {
      throw new IOException("the frequency of the time stamp counter could not be measured");
    }
    return Double.parseDouble(text.strip());
  }
}
