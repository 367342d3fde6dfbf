// The machine as a whole: uname(2), sysinfo(2), getrandom(2), and calls that no kernel has.
#include "conformance.h"

CASE(uname) {
  struct utsname names;
  memset(&names, 0xee, sizeof names);
  try("uname", uname, &names);
  show_text("system", names.sysname);
  show_text("machine", names.machine);
  check("release", names.release[0] >= '1' && names.release[0] <= '9');
  check("terminated", names.nodename[64] == 0 && names.version[64] == 0 && names.domain[64] == 0);
  try("wild", uname, WILD);
  try("null", uname, 0);
}

CASE(sysinfo) {
  struct sysinfo info;
  memset(&info, 0xee, sizeof info);
  try("sysinfo", sysinfo, &info);
  check("memory", info.totalram > 0 && info.freeram <= info.totalram);
  check("swap", info.freeswap <= info.totalswap);
  show("unit", info.mem_unit);
  check("processes", info.procs > 0);
  check("uptime", info.uptime >= 0);
  show("high", (long)(info.totalhigh + info.freehigh));
  try("wild", sysinfo, WILD);
}

CASE(getrandom) {
  uint8_t first[64] = {0}, second[64] = {0};
  try("plain", getrandom, first, 64, 0);
  try("nonblock", getrandom, second, 64, GRND_NONBLOCK);
  check("some", !all_bytes(first, 64, 0));
  check("differs", memcmp(first, second, 64) != 0);
  try("random", getrandom, first, 16, GRND_RANDOM);
  try("insecure", getrandom, first, 16, GRND_INSECURE);
  try("zero", getrandom, first, 0, 0);
}

CASE(getrandom_errors) {
  uint8_t bytes[16];
  try("both", getrandom, bytes, 16, GRND_RANDOM | GRND_INSECURE);
  try("unknown", getrandom, bytes, 16, 8);
  try("wild", getrandom, WILD, 16, 0);
  try("unknown-wild", getrandom, WILD, 16, 8);
  try("null-zero", getrandom, 0, 0, 0);
  uint8_t *edge = pages_before_fault(1);
  try("edge", getrandom, edge - 8, 16, 0);
}

CASE(getrandom_of_much) {
  uint8_t *pages = new_pages(64);
  try("much", getrandom, pages, 64 * PAGE, 0);
  long counts[256] = {0}, least = 1 << 30;
  for (unsigned long i = 0; i < 64 * PAGE; i++) counts[pages[i]]++;
  for (int i = 0; i < 256; i++) {
    if (counts[i] < least) least = counts[i];
  }
  check("spread", least > 512);
}

CASE(numbers_without_a_call) {
  show("large", system_call(5000, 0, 0, 0, 0, 0, 0));
  show("gap", system_call(400, 0, 0, 0, 0, 0, 0));
  show("gap", system_call(423, 0, 0, 0, 0, 0, 0));
  show("negative", system_call(-1, 0, 0, 0, 0, 0, 0));
  show("x32", system_call(0x40000000 | 39, 0, 0, 0, 0, 0, 0));
  show("huge", system_call(0x7fffffff, 0, 0, 0, 0, 0, 0));
  show("tuxcall", system_call(184, 0, 0, 0, 0, 0, 0));
  show("vserver", system_call(236, 0, 0, 0, 0, 0, 0));
  show("create-module", system_call(174, 0, 0, 0, 0, 0, 0));
  show("afs", system_call(183, 0, 0, 0, 0, 0, 0));
  show("security", system_call(185, 0, 0, 0, 0, 0, 0));
}
