package exo.cli.run;

/** A {@code --user}: as whom the program runs in the guest. */
record User(int uid, int gid) {
  static final User ROOT = new User(0, 0);

  /**
   * Reads {@code UID[:GID]}; the group is the user's number if not said.
   *
   * @throws IllegalArgumentException with one line for people
   */
  static User parse(String text) {
    int colon = text.indexOf(':');
    int uid = id(colon < 0 ? text : text.substring(0, colon));
    return new User(uid, colon < 0 ? uid : id(text.substring(colon + 1)));
  }

  private static int id(String text) {
    try {
      int id = Integer.parseUnsignedInt(text);
      // -1 means "unchanged" to the system calls.
      if (id != -1 && text.charAt(0) != '+') {
        return id;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("not UID or UID:GID in numbers");
  }
}
