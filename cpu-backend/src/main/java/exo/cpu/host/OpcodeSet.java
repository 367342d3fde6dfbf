package exo.cpu.host;

import java.util.BitSet;

/** A set of opcode bytes. */
final class OpcodeSet {
  private final BitSet bits = new BitSet(256);

  private OpcodeSet() {}

  /**
   * From hexadecimal numbers and ranges.
   *
   * @param text for example {@code "88 89 d0-d3"}
   */
  static OpcodeSet of(String text) {
    OpcodeSet set = new OpcodeSet();
    for (String part : text.split(" ")) {
      int dash = part.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash), 16);
      int to = dash < 0 ? from : Integer.parseInt(part.substring(dash + 1), 16);
      set.bits.set(from, to + 1);
    }
    return set;
  }

  boolean has(int opcode) {
    return bits.get(opcode);
  }
}
