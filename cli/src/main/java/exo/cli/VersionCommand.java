package exo.cli;

import exo.cpu.CpuProvider;
import exo.cpu.CpuProviders;
import java.util.List;

/** {@code exo version}: what this is, and what it stands on. */
final class VersionCommand {
  private static final String HELP =
      """
      Usage: exo version

      Says which Exo, Java and CPU engines these are.
      """;

  private VersionCommand() {}

  static int run(List<String> words) throws Failure {
    if (HelpCommand.wanted("version", words)) {
      System.out.print(HELP);
      return ExitStatus.OK;
    }
    System.out.println("exo " + version());
    System.out.println(
        "java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
    for (CpuProvider engine : CpuProviders.all()) {
      System.out.println("engine " + engine.name() + ": " + engine.probe().detail());
    }
    return ExitStatus.OK;
  }

  private static String version() {
    return Main.class.getModule().getDescriptor().rawVersion().orElse("(not packaged)");
  }
}
