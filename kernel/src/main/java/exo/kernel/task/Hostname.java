package exo.kernel.task;

/** The names uname(2) reports and sethostname(2) sets. */
public final class Hostname {
  private String node = "exo";
  private String domain = "(none)";

  public String node() {
    return node;
  }

  public void node(String name) {
    node = name;
  }

  public String domain() {
    return domain;
  }

  public void domain(String name) {
    domain = name;
  }
}
