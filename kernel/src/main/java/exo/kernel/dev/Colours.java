package exo.kernel.dev;

/** The attribute of the cells written next, as escape sequences (SGR) set it. */
final class Colours {
  private static final int GREY = 7;
  private static final int BRIGHT = 8;

  /** Underlined and dim text has a colour instead, as Linux shows it. */
  private static final int UNDERLINED = 3;

  private static final int DIM = 8;

  /** From the order of ANSI, red first, to that of the card, blue first. */
  private static final int[] CARD = {0, 4, 2, 6, 1, 5, 3, 7};

  private int foreground = GREY;
  private int background;
  private boolean bold;
  private boolean dim;
  private boolean underlined;
  private boolean reversed;

  void reset() {
    foreground = GREY;
    background = 0;
    bold = false;
    dim = false;
    underlined = false;
    reversed = false;
  }

  void set(Colours other) {
    foreground = other.foreground;
    background = other.background;
    bold = other.bold;
    dim = other.dim;
    underlined = other.underlined;
    reversed = other.reversed;
  }

  /** The byte of the card: background in the high half. */
  int attribute() {
    int fore = underlined ? UNDERLINED : dim ? DIM : foreground;
    int back = background;
    if (bold) {
      fore |= BRIGHT;
    }
    if (reversed) {
      int bright = fore & BRIGHT;
      int swapped = fore & GREY;
      fore = back & GREY | bright;
      back = swapped;
    }
    return back << 4 | fore;
  }

  /** Attribute of blanks: they have a background only. */
  int blank() {
    return background << 4 | GREY;
  }

  /** {@code ESC [ ... m}. */
  void select(int[] parameters, int count) {
    for (int i = 0; i < count; i++) {
      int p = parameters[i];
      if ((p == 38 || p == 48) && i + 1 < count) {
        // More colours than the card has: taken off the list, and not shown.
        i += parameters[i + 1] == 5 ? 2 : parameters[i + 1] == 2 ? 4 : 1;
      } else {
        select(p);
      }
    }
  }

  private void select(int p) {
    switch (p) {
      case 0 -> reset();
      case 1 -> {
        bold = true;
        dim = false;
      }
      case 2 -> {
        dim = true;
        bold = false;
      }
      case 4 -> underlined = true;
      case 7 -> reversed = true;
      case 21, 22 -> {
        bold = false;
        dim = false;
      }
      case 24 -> underlined = false;
      case 27 -> reversed = false;
      case 39 -> foreground = GREY;
      case 49 -> background = 0;
      default -> {
        if (p >= 30 && p <= 37) {
          foreground = CARD[p - 30];
        } else if (p >= 40 && p <= 47) {
          background = CARD[p - 40];
        } else if (p >= 90 && p <= 97) {
          foreground = CARD[p - 90] | BRIGHT;
        } else if (p >= 100 && p <= 107) {
          background = CARD[p - 100];
        }
      }
    }
  }
}
