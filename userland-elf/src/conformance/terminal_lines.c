// The line discipline: editing, echo, signals' keys, flow control, raw input, output processing.
#include "conformance.h"
#include "terminal.h"

CASE(first_modes) {
  new_terminal();
  show_hex("iflag", modes.iflag);
  show_hex("oflag", modes.oflag);
  show_hex("cflag", modes.cflag);
  show_hex("lflag", modes.lflag);
  show("line", modes.line);
  show_bytes("cc", modes.cc, 19);
  sys(ioctl, slave, TCGETS2, &modes);
  show("in-speed", modes.ispeed);
  show("out-speed", modes.ospeed);
}

CASE(a_line) {
  new_terminal();
  show_typed("part", "hel");
  show_typed("whole", "lo\n");
  show_typed("return", "x\r");
  show_typed("two", "a\nb\n");
  show_read("second", slave);
}

CASE(erase) {
  new_terminal();
  show_typed("one", "ab\177c\n");
  show_typed("all", "ab\177\177\177c\n");
  show_typed("control", "a\001\177b\n");
  show_typed("tab", "ab\tc\177\177d\n");
  show_typed("two-tabs", "\t\t\177x\n");
  modes.lflag &= ~(uint32_t)ECHOE;
  set_modes();
  show_typed("without-echoe", "ab\177c\n");
  modes.lflag |= ECHOPRT | ECHOE;
  set_modes();
  show_typed("printed", "abc\177\177d\n");
  show_typed("printed-all", "ab\177\177\n");
}

CASE(erase_word_and_line) {
  new_terminal();
  show_typed("word", "one two  \027x\n");
  show_typed("word-in-punctuation", "one.two\027x\n");
  show_typed("line", "one two\025x\n");
  modes.lflag &= ~(uint32_t)ECHOKE;
  set_modes();
  show_typed("without-echoke", "one two\025x\n");
  modes.lflag &= ~(uint32_t)ECHOK;
  set_modes();
  show_typed("without-echok", "one two\025x\n");
  modes.lflag &= ~(uint32_t)IEXTEN;
  set_modes();
  show_typed("without-iexten", "one two\027x\n");
}

CASE(erase_utf8) {
  new_terminal();
  modes.iflag |= IUTF8;
  set_modes();
  show_typed("two-bytes", "a\303\244\177b\n");
  show_typed("three-bytes", "\342\202\254\177b\n");
  modes.iflag &= ~(uint32_t)IUTF8;
  set_modes();
  show_typed("as-bytes", "a\303\244\177b\n");
}

CASE(literal_next) {
  new_terminal();
  show_typed("erase", "a\026\177b\n");
  show_typed("interrupt", "a\026\003b\n");
  show_typed("newline", "a\026\nb\n");
}

CASE(reprint) {
  new_terminal();
  show_typed("line", "ab\022c\n");
  modes.lflag &= ~(uint32_t)ECHO;
  set_modes();
  show_typed("without-echo", "ab\022c\n");
}

CASE(end_of_file) {
  new_terminal();
  show_typed("alone", "\004");
  show_typed("behind-text", "ab\004");
  show_typed("twice", "ab\004\004");
  show_read("second", slave);
  show_typed("before-line", "\004ab\n");
  show_read("then", slave);
}

CASE(end_of_file_behind_full_buffer) {
  char bytes[8];
  new_terminal();
  type("abc\004def\n");
  sys(poll, 0, 0, 20);
  show_bytes("first", bytes, try("read", read, slave, bytes, 3));
  show_read("second", slave);
  type("abcdef\n");
  sys(poll, 0, 0, 20);
  show_bytes("part", bytes, try("read", read, slave, bytes, 4));
  show_read("rest", slave);
}

CASE(other_ends_of_lines) {
  new_terminal();
  modes.cc[VEOL] = ';';
  modes.cc[VEOL2] = ',';
  set_modes();
  show_typed("eol", "a;b\n");
  show_read("second", slave);
  show_typed("eol2", "a,b\n");
  show_read("second", slave);
}

CASE(disabled_characters) {
  new_terminal();
  modes.cc[VERASE] = modes.cc[VEOF] = modes.cc[VKILL] = 0;
  set_modes();
  type_bytes("a\0b\177\004\n", 6);
  show_read("echo", master);
  show_read("read", slave);
}

CASE(echo_flags) {
  new_terminal();
  modes.lflag &= ~(uint32_t)ECHO;
  set_modes();
  show_typed("off", "ab\n");
  modes.lflag |= ECHONL;
  set_modes();
  show_typed("newline-only", "ab\n");
  modes.lflag = (modes.lflag | ECHO) & ~(uint32_t)ECHOCTL;
  set_modes();
  show_typed("control-as-is", "a\001\tb\n");
  modes.oflag &= ~(uint32_t)OPOST;
  set_modes();
  show_typed("without-opost", "a\001b\n");
}

CASE(input_modes) {
  new_terminal();
  modes.iflag = IGNCR;
  set_modes();
  show_typed("ignore-return", "a\rb\n");
  modes.iflag = INLCR;
  set_modes();
  show_typed("newline-is-return", "a\nb\004");
  modes.iflag = 0;
  set_modes();
  show_typed("plain-return", "a\rb\n");
  modes.iflag = ISTRIP;
  set_modes();
  show_typed("strip", "a\341\n");
  modes.iflag = IUCLC;
  set_modes();
  show_typed("lower", "AbC\n");
  modes.iflag = PARMRK;
  set_modes();
  show_typed("marked", "a\377b\n");
}

CASE(long_line) {
  char bytes[5000];
  new_terminal();
  modes.lflag &= ~(uint32_t)ECHO;
  set_modes();
  memset(bytes, 'x', sizeof bytes);
  long typed = sys(write, master, bytes, sizeof bytes);
  show("typed", typed);
  sys(poll, 0, 0, 50);
  try("no-line", read, slave, bytes, sizeof bytes);
  type("\n");
  sys(poll, 0, 0, 50);
  long count = try("read", read, slave, bytes, sizeof bytes);
  show_bytes("end", bytes + count - 2, 2);
}

CASE(raw) {
  new_terminal();
  modes.iflag = 0;
  modes.lflag = 0;
  modes.cc[VMIN] = 1;
  modes.cc[VTIME] = 0;
  set_modes();
  show_typed("keys", "a\003\004\177\n");
  show_typed("nothing", "");
  modes.cc[VMIN] = 0;
  set_modes();
  show_typed("polling", "");
  show_typed("polling-found", "x");
}

CASE(raw_minimum) {
  char bytes[16];
  struct { int fd; short events, revents; } one;
  new_terminal();
  modes.iflag = modes.lflag = 0;
  modes.cc[VMIN] = 3;
  modes.cc[VTIME] = 0;
  set_modes();
  one.fd = slave;
  one.events = POLLIN;
  type("ab");
  try("poll-two", poll, &one, 1, 30);
  try("two-without-waiting", read, slave, bytes, 16);
  type("cde");
  try("poll-three", poll, &one, 1, 1000);
  show_bytes("bytes", bytes, try("read", read, slave, bytes, 2));
  try("poll-one", poll, &one, 1, 30);
  sys(fcntl, slave, F_SETFL, O_RDWR);
  modes.cc[VTIME] = 1;
  set_modes();
  try("poll-timed", poll, &one, 1, 30);
  show_bytes("timed", bytes, try("read", read, slave, bytes, 16));
}

CASE(raw_time) {
  char bytes[16];
  new_terminal();
  sys(fcntl, slave, F_SETFL, O_RDWR);
  modes.iflag = modes.lflag = 0;
  modes.cc[VMIN] = 0;
  modes.cc[VTIME] = 1;
  set_modes();
  long before = nanoseconds_now(1);
  try("nothing", read, slave, bytes, 16);
  check("waited", nanoseconds_now(1) - before >= 90000000);
  type("ab");
  show_bytes("bytes", bytes, try("read", read, slave, bytes, 16));
  modes.cc[VMIN] = 5;
  set_modes();
  type("xyz");
  before = nanoseconds_now(1);
  show_bytes("between", bytes, try("read", read, slave, bytes, 16));
  check("waited", nanoseconds_now(1) - before >= 50000000);
}

CASE(mode_changes_keep_input) {
  new_terminal();
  type("ab");
  show_read("echo", master);
  modes.lflag &= ~(uint32_t)ICANON;
  modes.cc[VMIN] = 1;
  set_modes();
  show_read("as-bytes", slave);
  type("cd");
  show_read("echo", master);
  modes.lflag |= ICANON;
  set_modes();
  show_read("as-line", slave);
  type("ef\n");
  sys(poll, 0, 0, 20);
  modes.lflag &= ~(uint32_t)ICANON;
  prepared("flush", sys(ioctl, slave, TCSETSF, &modes));
  show_read("flushed", slave);
}

CASE(output_modes) {
  new_terminal();
  try("write", write, slave, "a\nb\tc\r", 6);
  show_read("first", master);
  modes.oflag = OPOST | XTABS;
  set_modes();
  sys(write, slave, "\tab\tc\n", 6);
  show_read("tabs", master);
  modes.oflag = OPOST | OLCUC;
  set_modes();
  sys(write, slave, "aBc\n", 4);
  show_read("upper", master);
  modes.oflag = OPOST | OCRNL;
  set_modes();
  sys(write, slave, "a\rb", 3);
  show_read("return-is-newline", master);
  modes.oflag = OPOST | ONOCR;
  set_modes();
  sys(write, slave, "\r\ra\r", 4);
  show_read("no-return-at-0", master);
  modes.oflag = 0;
  set_modes();
  sys(write, slave, "a\n\t", 3);
  show_read("none", master);
}

CASE(column_after_prompt) {
  new_terminal();
  sys(write, slave, "> ", 2);
  show_read("prompt", master);
  show_typed("tab", "a\tb\177\177c\n");
}

CASE(flow_control) {
  new_terminal();
  type("\023");
  sys(poll, 0, 0, 20);
  try("stopped", write, slave, "ab", 2);
  type("\021");
  sys(poll, 0, 0, 20);
  try("started", write, slave, "cd", 2);
  sys(poll, 0, 0, 20);
  show_read("output", master);
  type("\023");
  sys(poll, 0, 0, 20);
  modes.iflag |= IXANY;
  set_modes();
  type("x");
  sys(poll, 0, 0, 20);
  try("any", write, slave, "ef", 2);
  sys(poll, 0, 0, 20);
  show_read("output", master);
  type("\023");
  sys(poll, 0, 0, 20);
  modes.iflag &= ~(uint32_t)IXON;
  set_modes();
  try("no-longer", write, slave, "gh", 2);
  sys(poll, 0, 0, 20);
  show_read("output", master);
}

CASE(flow_by_ioctl) {
  new_terminal();
  try("off", ioctl, slave, TCXONC, TCOOFF);
  try("stopped", write, slave, "ab", 2);
  try("on", ioctl, slave, TCXONC, TCOON);
  try("started", write, slave, "cd", 2);
  show_read("output", master);
  try("stop-input", ioctl, slave, TCXONC, 2);
  show_read("sent", master);
  try("start-input", ioctl, slave, TCXONC, 3);
  show_read("sent", master);
  try("unknown", ioctl, slave, TCXONC, 9);
}

CASE(flush) {
  int waiting = -1;
  new_terminal();
  type("ab\ncd");
  sys(poll, 0, 0, 20);
  try("waiting", ioctl, slave, FIONREAD, &waiting);
  show("bytes", waiting);
  try("flush", ioctl, slave, TCFLSH, TCIFLUSH);
  try("waiting", ioctl, slave, FIONREAD, &waiting);
  show("bytes", waiting);
  show_read("read", slave);
  try("both", ioctl, slave, TCFLSH, TCIOFLUSH);
  try("unknown", ioctl, slave, TCFLSH, 7);
}

CASE(waiting_counts) {
  int waiting = -1;
  new_terminal();
  type("abc");
  sys(poll, 0, 0, 20);
  sys(ioctl, slave, FIONREAD, &waiting);
  show("no-line", waiting);
  type("\004");
  sys(poll, 0, 0, 20);
  sys(ioctl, slave, FIONREAD, &waiting);
  show("ended", waiting);
  sys(ioctl, slave, TIOCOUTQ, &waiting);
  show("output", waiting);
  sys(ioctl, master, FIONREAD, &waiting);
  show("master", waiting);
}

CASE(interrupt_key_flushes) {
  new_terminal();
  show_typed("interrupt", "ab\ncd\003ef\n");
  modes.lflag |= NOFLSH;
  set_modes();
  show_typed("without-flush", "ab\003ef\n");
  modes.lflag &= ~(uint32_t)ISIG;
  set_modes();
  show_typed("no-signals", "ab\003ef\n");
}

CASE(many_bytes_to_the_master) {
  uint8_t *bytes = new_pages(16);
  new_terminal();
  modes.oflag = 0;
  set_modes();
  memset(bytes, 'x', 65536);
  long total = sys(write, slave, bytes, 4000), count, all = 0;
  show("written", total);
  for (int i = 0; i < 50 && (count = sys(read, master, bytes, 65536)) != 0 && all < total; i++) {
    if (count > 0) all += count;
    else sys(poll, 0, 0, 5);
  }
  show("read", all);
  try("empty", read, master, bytes, 1);
}

// What TIOCSLCKTRMIOS locks stays as it is, whatever is set; a character as a whole, a flag for itself.
CASE(locked_modes) {
  struct terminal_modes locks;
  new_terminal();
  memset(&locks, 0xff, sizeof locks);
  try("locks", ioctl, slave, TIOCGLCKTRMIOS, &locks);
  show_bytes("none", &locks, 36);
  locks.iflag = ICRNL;
  locks.oflag = OPOST | ONLCR;
  locks.lflag = ECHO;
  locks.cc[VINTR] = 1;
  try("lock", ioctl, slave, TIOCSLCKTRMIOS, &locks);
  memset(&locks, 0, sizeof locks);
  try("of-master", ioctl, master, TIOCGLCKTRMIOS, &locks);
  show_bytes("some", &locks, 36);
  modes.iflag = IXON | IUTF8;
  modes.oflag = 0;
  modes.lflag = ICANON;
  modes.cc[VINTR] = 7;
  modes.cc[VQUIT] = 8;
  set_modes();
  get_modes();
  show_hex("iflag", modes.iflag);
  show_hex("oflag", modes.oflag);
  show_hex("lflag", modes.lflag);
  show_hex("intr", modes.cc[VINTR]);
  show_hex("quit", modes.cc[VQUIT]);
  modes.cc[VQUIT] = 9;
  try("old-set", ioctl, slave, TCSETSF, &modes);
  show_typed("echoes", "ab\n");
  memset(&locks, 0, sizeof locks);
  try("unlock", ioctl, master, TIOCSLCKTRMIOS, &locks);
  modes.lflag = ICANON;
  set_modes();
  get_modes();
  show_hex("lflag", modes.lflag);
}

CASE(locking_modes_needs_a_right) {
  struct terminal_modes locks;
  int told[2];
  new_terminal();
  memset(&locks, 0, sizeof locks);
  try("nowhere", ioctl, slave, TIOCGLCKTRMIOS, 16);
  try("from-nowhere", ioctl, slave, TIOCSLCKTRMIOS, 16);
  sys(pipe2, told, 0);
  try("no-terminal", ioctl, told[0], TIOCGLCKTRMIOS, &locks);
  try("nobody", setresuid, 65534, 65534, 65534);
  try("look", ioctl, slave, TIOCGLCKTRMIOS, &locks);
  try("lock", ioctl, slave, TIOCSLCKTRMIOS, &locks);
  try("lock-from-nowhere", ioctl, slave, TIOCSLCKTRMIOS, 16);
}
