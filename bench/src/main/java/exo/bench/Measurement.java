package exo.bench;

import java.util.List;

/** One or more figures that are measured together. */
interface Measurement {
  /** What patterns select it by. */
  String id();

  /** Takes the time it needs; nothing else should run on the machine meanwhile. */
  List<Figure> measure(Places places, Effort effort) throws Exception;

  /** Why it cannot be made on this machine, with the remedy; empty when it can. */
  default String obstacle() {
    return "";
  }
}
