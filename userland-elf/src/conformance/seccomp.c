// Giving up system calls: seccomp(2). Each case is a child's, since nothing gives them back.
#include "conformance.h"
#include "waiting.h"

enum {
  PR_GET_SECCOMP = 21, PR_SET_SECCOMP = 22, SECCOMP_SET_MODE_STRICT = 0, SECCOMP_SET_MODE_FILTER = 1,
  SECCOMP_GET_ACTION_AVAIL = 2, LOAD = 0x20, EQUAL = 0x15, RETURN = 6, SYS_SECCOMP = 1,
};
#define KILL_PROCESS 0x80000000u
#define KILL_THREAD 0u
#define TRAP 0x30000u
#define ERRNO 0x50000u
#define ALLOW 0x7fff0000u

struct instruction { uint16_t code; uint8_t yes, no; uint32_t operand; };
struct program { uint16_t length; struct instruction *code; };

// getppid gives the verdict, everything else is allowed.
static long install(uint32_t verdict) {
  struct instruction code[] = {{LOAD, 0, 0, 0}, {EQUAL, 0, 1, SYS_getppid}, {RETURN, 0, 0, verdict}, {RETURN, 0, 0, ALLOW}};
  struct program program = {4, code};
  sys(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return sys(seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static long filtered_child(uint32_t verdict) {
  long child = sys(fork);
  if (child == 0) {
    if (install(verdict) != 0) sys(exit_group, 99);
    long result = sys(getppid);
    sys(exit_group, -result);
  }
  return end_of(child);
}

CASE(verdicts) {
  show("errno", filtered_child(ERRNO | EPERM));
  show("errno-0", filtered_child(ERRNO));
  show("kill-process", filtered_child(KILL_PROCESS));
  show("kill-thread", filtered_child(KILL_THREAD));
  show("trap", filtered_child(TRAP));
  show("trace", filtered_child(0x7ff00000));
}

static struct siginfo trapped;
static volatile int traps;

static void on_trap(int signal, struct siginfo *info) {
  trapped = *info;
  traps = signal;
}

CASE(trap_is_handled) {
  set_action(SIGSYS, on_trap, 4);
  long child = sys(fork);
  if (child == 0) {
    install(TRAP | 77);
    long result = sys(getppid);
    show("result", result);
    show("signal", traps);
    show("code", trapped.si_code);
    show("data", trapped.si_errno);
    int *fields = (int *)&trapped;
    show("call", fields[6]);
    show_hex("architecture", (unsigned)fields[7]);
    ready();
    sys(exit_group, 0);
  }
  line_length = 0;
  put("trap-is-handled:");
  show("end", end_of(child));
}

CASE(the_strictest_holds) {
  long child = sys(fork);
  if (child == 0) {
    install(ERRNO | 1);
    install(ERRNO | 2);
    install(ALLOW);
    long result = sys(getppid);
    sys(exit_group, -result);
  }
  show("end", end_of(child));
}

CASE(children_inherit) {
  long child = sys(fork);
  if (child == 0) {
    install(ERRNO | 5);
    long grandchild = sys(fork);
    if (grandchild == 0) {
      long result = sys(getppid);
      sys(exit_group, -result);
    }
    long mode = sys(prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
    sys(exit_group, (end_of(grandchild) >> 8) * 10 + mode);
  }
  show("end", end_of(child) >> 8);
}

CASE(arguments_are_seen) {
  long child = sys(fork);
  if (child == 0) {
    struct instruction code[] = {{LOAD, 0, 0, 0}, {EQUAL, 0, 3, SYS_dup2}, {LOAD, 0, 0, 24}, {EQUAL, 0, 1, 50},
                                 {RETURN, 0, 0, ERRNO | 9}, {RETURN, 0, 0, ALLOW}};
    struct program program = {6, code};
    sys(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (sys(prctl, PR_SET_SECCOMP, 2, &program, 0, 0) != 0) sys(exit_group, 99);
    long refused = sys(dup2, 1, 50), allowed = sys(dup2, 1, 51);
    sys(exit_group, refused == -9 && allowed == 51 ? 7 : 8);
  }
  show("end", end_of(child) >> 8);
}

CASE(strict_mode) {
  long child = sys(fork);
  if (child == 0) {
    sys(prctl, PR_SET_SECCOMP, 1, 0, 0, 0);
    sys(getpid);
  }
  show("getpid", end_of(child));
  child = sys(fork);
  if (child == 0) {
    sys(seccomp, SECCOMP_SET_MODE_STRICT, 0, 0);
    sys(exit, 4);
  }
  show("exit", end_of(child));
}

CASE(errors) {
  struct instruction bad[] = {{0x28, 0, 0, 0}, {RETURN, 0, 0, ALLOW}}, endless[] = {{LOAD, 0, 0, 0}},
                     odd[] = {{LOAD, 0, 0, 2}, {RETURN, 0, 0, ALLOW}}, far[] = {{EQUAL, 9, 0, 0}, {RETURN, 0, 0, ALLOW}},
                     zero[] = {{0x34, 0, 0, 0}, {RETURN, 0, 0, ALLOW}};
  struct program program = {2, bad};
  uint32_t action = ALLOW;
  sys(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  try("operation", seccomp, 99, 0, 0);
  try("strict-flags", seccomp, SECCOMP_SET_MODE_STRICT, 1, 0);
  try("flags", seccomp, SECCOMP_SET_MODE_FILTER, 1 << 20, &program);
  try("wild", seccomp, SECCOMP_SET_MODE_FILTER, 0, WILD);
  try("half-word", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  program.code = odd;
  try("odd", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  program.code = far;
  try("far", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  program.code = zero;
  try("division", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  program = (struct program){1, endless};
  try("no-return", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  program.length = 0;
  try("empty", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  program.length = 4097;
  try("long", seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  try("known", seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
  action = 0x12340000;
  try("unknown", seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
  try("mode", prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
  try("set-mode", prctl, PR_SET_SECCOMP, 7, 0, 0, 0);
}

ENDING(filter_kills) {
  install(KILL_PROCESS);
  ready();
  sys(getppid);
}
