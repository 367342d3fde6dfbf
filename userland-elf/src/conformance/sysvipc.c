// System V shared memory, semaphores and message queues.
#include "conformance.h"

enum {
  IPC_CREAT = 01000, IPC_EXCL = 02000, IPC_NOWAIT = 04000, IPC_RMID = 0, IPC_SET = 1, IPC_STAT = 2,
  SHM_RDONLY = 010000, SHM_RND = 020000, SHM_REMAP = 040000, SEM_UNDO = 4096, GETPID_OF = 11,
  GETVAL = 12, GETALL = 13, GETNCNT = 14, GETZCNT = 15, SETVAL = 16, SETALL = 17,
  MSG_NOERROR = 4096, MSG_EXCEPT = 8192, MSG_COPY = 16384, SHM_LOCK = 11, SHM_UNLOCK = 12,
};
#define KEY 0x45786f31

struct perm { int key; uint32_t uid, gid, cuid, cgid, mode; uint16_t seq; char rest[22]; };
struct segment { struct perm perm; uint64_t size; int64_t atime, dtime, ctime; int cpid, lpid; uint64_t attached, unused[2]; };
struct set { struct perm perm; int64_t otime, r1, ctime, r2; uint64_t count, unused[2]; };
struct queue { struct perm perm; int64_t stime, rtime, ctime; uint64_t bytes, count, max; int sender, receiver; uint64_t unused[2]; };
struct message { long type; char text[64]; };
struct operation { uint16_t number; int16_t amount, flags; };

CASE(segment_by_key) {
  try("absent", shmget, KEY, 4096, 0600);
  long id = sys(shmget, KEY, 5000, IPC_CREAT | 0600);
  check("made", id >= 0);
  check("found", sys(shmget, KEY, 0, 0) == id);
  check("found-smaller", sys(shmget, KEY, 4096, IPC_CREAT | 0600) == id);
  try("larger", shmget, KEY, 5001, 0);
  try("exclusive", shmget, KEY, 4096, IPC_CREAT | IPC_EXCL);
  try("empty", shmget, KEY + 1, 0, IPC_CREAT | 0600);
  struct segment s;
  try("stat", shmctl, id, IPC_STAT, &s);
  show("size", (long)s.size);
  show_octal("mode", s.perm.mode);
  check("key", s.perm.key == KEY);
  show("attached", (long)s.attached);
  check("mine", s.cpid == sys(getpid));
  try("remove", shmctl, id, IPC_RMID, 0);
  try("removed", shmctl, id, IPC_STAT, &s);
  try("key-free", shmget, KEY, 0, 0);
  try("negative", shmctl, -1, IPC_STAT, &s);
  try("unknown", shmctl, 0, 99, &s);
}

CASE(segment_attached) {
  long id = sys(shmget, 0, 8192, 0600);
  char *a = (char *)sys(shmat, id, 0, 0);
  char *b = (char *)sys(shmat, id, 0, SHM_RDONLY);
  struct segment s;
  check("two", (long)a > 0 && (long)b > 0 && a != b);
  check("zero", all_bytes(a, 8192, 0));
  memcpy(a + 4090, "shared text", 11);
  show_bytes("seen", b + 4090, 11);
  show_access("first", a);
  show_access("second", b);
  sys(shmctl, id, IPC_STAT, &s);
  show("attached", (long)s.attached);
  check("used-by-me", s.lpid == sys(getpid));
  try("detach", shmdt, b);
  try("detach-again", shmdt, b);
  try("detach-inside", shmdt, a + 4096);
  try("detach-odd", shmdt, a + 1);
  sys(shmctl, id, IPC_RMID, 0);
  try("still-there", shmctl, id, IPC_STAT, &s);
  show_octal("mode", s.perm.mode);
  show("key", s.perm.key);
  show_bytes("kept", a + 4090, 11);
  try("last", shmdt, a);
  try("gone", shmctl, id, IPC_STAT, &s);
}

CASE(segment_over_fork) {
  long id = sys(shmget, 0, 4096, 0600);
  volatile char *a = (char *)sys(shmat, id, 0, 0);
  struct segment s;
  int status;
  if (sys(fork) == 0) {
    sys(shmctl, id, IPC_STAT, &s);
    a[0] = 'c';
    sys(exit_group, (int)s.attached);
  }
  sys(wait4, -1, &status, 0, 0);
  show("in-child", status >> 8);
  show("byte", a[0]);
  sys(shmctl, id, IPC_STAT, &s);
  show("attached", (long)s.attached);
  sys(shmctl, id, IPC_RMID, 0);
  sys(shmdt, a);
}

CASE(segment_at_address) {
  long id = sys(shmget, 0, 4096, 0600);
  uint8_t *room = new_pages(4);
  try("taken", shmat, id, room, 0);
  check("over", sys(shmat, id, room, SHM_REMAP) == (long)room);
  try("odd", shmat, id, room + 5, 0);
  sys(munmap, room + 8192, 8192);
  check("rounded", sys(shmat, id, room + 8192 + 5, SHM_RND) == (long)room + 8192);
  try("remap-nowhere", shmat, id, 0, SHM_REMAP);
  try("bad-id", shmat, -1, 0, 0);
  sys(munmap, room, 4096);
  struct segment s;
  sys(shmctl, id, IPC_STAT, &s);
  show("attached", (long)s.attached);
  sys(shmctl, id, IPC_RMID, 0);
  sys(shmdt, room + 8192);
  try("gone", shmctl, id, IPC_STAT, &s);
}

CASE(segment_changed) {
  long id = sys(shmget, 0, 4096, 0600);
  struct segment s;
  sys(shmctl, id, IPC_STAT, &s);
  s.perm.mode = 07444;
  try("set", shmctl, id, IPC_SET, &s);
  sys(shmctl, id, IPC_STAT, &s);
  show_octal("mode", s.perm.mode);
  try("lock", shmctl, id, SHM_LOCK, 0);
  sys(shmctl, id, IPC_STAT, &s);
  show_octal("mode", s.perm.mode);
  try("unlock", shmctl, id, SHM_UNLOCK, 0);
  try("wild", shmctl, id, IPC_STAT, WILD);
  sys(shmctl, id, IPC_RMID, 0);
}

CASE(semaphores_by_key) {
  long id = sys(semget, KEY, 3, IPC_CREAT | 0600);
  check("made", id >= 0);
  check("found", sys(semget, KEY, 0, 0) == id);
  try("more", semget, KEY, 4, 0);
  try("exclusive", semget, KEY, 3, IPC_CREAT | IPC_EXCL);
  try("none", semget, 0, 0, 0600);
  try("negative", semget, 0, -1, 0600);
  try("too-many", semget, 0, 32001, 0600);
  struct set s;
  try("stat", semctl, id, 0, IPC_STAT, &s);
  show("count", (long)s.count);
  show("otime", s.otime);
  try("remove", semctl, id, 0, IPC_RMID, 0);
  try("removed", semctl, id, 0, GETVAL, 0);
}

CASE(semaphore_values) {
  uint16_t values[3] = {1, 2, 3};
  long id = sys(semget, 0, 3, 0600);
  try("first", semctl, id, 0, GETVAL, 0);
  try("set-all", semctl, id, 0, SETALL, values);
  try("second", semctl, id, 1, GETVAL, 0);
  try("set", semctl, id, 1, SETVAL, 7);
  memset(values, 0, sizeof values);
  try("get-all", semctl, id, 0, GETALL, values);
  show("a", values[0]);
  show("b", values[1]);
  show("c", values[2]);
  check("by-me", sys(semctl, id, 1, GETPID_OF, 0) == sys(getpid));
  try("too-large", semctl, id, 1, SETVAL, 32768);
  try("negative", semctl, id, 1, SETVAL, -1);
  try("beyond", semctl, id, 3, GETVAL, 0);
  try("below", semctl, id, -1, GETVAL, 0);
  try("unknown", semctl, id, 0, 77, 0);
  try("wild", semctl, id, 0, GETALL, WILD);
  values[1] = 40000;
  try("all-too-large", semctl, id, 0, SETALL, values);
  sys(semctl, id, 0, IPC_RMID, 0);
}

CASE(semaphore_operations) {
  long id = sys(semget, 0, 2, 0600);
  struct operation add = {0, 3, 0}, take = {0, -2, IPC_NOWAIT}, zero = {0, 0, IPC_NOWAIT};
  struct operation both[2] = {{0, -1, 0}, {1, -1, IPC_NOWAIT}};
  struct operation far = {2, 1, 0}, large = {0, 32767, 0};
  try("add", semop, id, &add, 1);
  try("take", semop, id, &take, 1);
  try("take-more", semop, id, &take, 1);
  try("zero", semop, id, &zero, 1);
  try("all-or-none", semop, id, both, 2);
  show("value", sys(semctl, id, 0, GETVAL, 0));
  try("beyond", semop, id, &far, 1);
  try("too-large", semop, id, &large, 1);
  try("nothing", semop, id, &add, 0);
  try("too-many", semop, id, &add, 501);
  try("wild", semop, id, WILD, 1);
  struct timespec soon = {0, 1000000}, bad = {0, -1};
  take.flags = 0;
  try("timed", semtimedop, id, &take, 1, &soon);
  try("bad-time", semtimedop, id, &take, 1, &bad);
  struct operation same_twice[2] = {{0, 5, 0}, {0, -6, 0}};
  try("one-after-the-other", semop, id, same_twice, 2);
  show("value", sys(semctl, id, 0, GETVAL, 0));
  sys(semctl, id, 0, IPC_RMID, 0);
}

CASE(semaphore_waits) {
  long id = sys(semget, 0, 2, 0600);
  struct operation take = {0, -2, 0}, zero = {1, 0, 0}, add = {0, 2, 0};
  int status;
  sys(semctl, id, 1, SETVAL, 1);
  long taker = sys(fork);
  if (taker == 0) {
    long r = sys(semop, id, &take, 1);
    sys(exit_group, (int)-r);
  }
  long waiter = sys(fork);
  if (waiter == 0) {
    long r = sys(semop, id, &zero, 1);
    sys(exit_group, (int)-r);
  }
  for (int i = 0; i < 200; i++) {
    long growth = sys(semctl, id, 0, GETNCNT, 0), zeros = sys(semctl, id, 1, GETZCNT, 0);
    if (growth == 1 && zeros == 1) break;
    sys(poll, 0, 0, 5);
  }
  show("for-growth", sys(semctl, id, 0, GETNCNT, 0));
  show("for-zero", sys(semctl, id, 1, GETZCNT, 0));
  sys(semop, id, &add, 1);
  sys(wait4, taker, &status, 0, 0);
  show("taker", status >> 8);
  show("value", sys(semctl, id, 0, GETVAL, 0));
  sys(semctl, id, 0, IPC_RMID, 0);
  sys(wait4, waiter, &status, 0, 0);
  check("removed", status >> 8 == EIDRM);
}

CASE(semaphore_interrupted) {
  long id = sys(semget, 0, 1, 0600);
  struct operation take = {0, -1, 0};
  int status;
  long child = sys(fork);
  if (child == 0) {
    sys(semop, id, &take, 1);
    sys(exit_group, 1);
  }
  for (int i = 0; i < 200 && sys(semctl, id, 0, GETNCNT, 0) == 0; i++) sys(poll, 0, 0, 5);
  sys(kill, child, SIGKILL);
  sys(wait4, child, &status, 0, 0);
  show("killed", status);
  show("waiting", sys(semctl, id, 0, GETNCNT, 0));
  sys(semctl, id, 0, IPC_RMID, 0);
}

CASE(semaphore_undo) {
  long id = sys(semget, 0, 2, 0600);
  struct operation operations[2] = {{0, 5, SEM_UNDO}, {1, -2, SEM_UNDO}};
  sys(semctl, id, 1, SETVAL, 3);
  if (sys(fork) == 0) {
    sys(semop, id, operations, 2);
    operations[0].amount = -1;
    sys(semop, id, operations, 1);
    int value = (int)sys(semctl, id, 0, GETVAL, 0);
    sys(exit_group, value);
  }
  int status;
  sys(wait4, -1, &status, 0, 0);
  show("inside", status >> 8);
  show("first", sys(semctl, id, 0, GETVAL, 0));
  show("second", sys(semctl, id, 1, GETVAL, 0));
  sys(semctl, id, 0, IPC_RMID, 0);
}

CASE(queue_by_key) {
  long id = sys(msgget, KEY, IPC_CREAT | 0640);
  check("made", id >= 0);
  check("found", sys(msgget, KEY, 0) == id);
  try("exclusive", msgget, KEY, IPC_CREAT | IPC_EXCL);
  try("absent", msgget, KEY + 1, 0);
  struct queue q;
  try("stat", msgctl, id, IPC_STAT, &q);
  show_octal("mode", q.perm.mode);
  show("max", (long)q.max);
  try("remove", msgctl, id, IPC_RMID, 0);
  try("removed", msgctl, id, IPC_STAT, &q);
}

CASE(messages) {
  long id = sys(msgget, 0, 0600);
  struct message m = {3, "three"}, got;
  struct queue q;
  try("send", msgsnd, id, &m, 5, 0);
  m.type = 1;
  memcpy(m.text, "one", 3);
  sys(msgsnd, id, &m, 3, 0);
  m.type = 2;
  memcpy(m.text, "two", 3);
  sys(msgsnd, id, &m, 3, 0);
  sys(msgctl, id, IPC_STAT, &q);
  show("count", (long)q.count);
  show("bytes", (long)q.bytes);
  check("by-me", q.sender == sys(getpid));
  show_bytes("copy", got.text, try("copied", msgrcv, id, &got, 64, 1, MSG_COPY | IPC_NOWAIT));
  show_bytes("two", got.text, try("by-type", msgrcv, id, &got, 64, 2, 0));
  show_bytes("lowest", got.text, try("up-to", msgrcv, id, &got, 64, -5, 0));
  show("type", got.type);
  try("none-of-type", msgrcv, id, &got, 64, 9, IPC_NOWAIT);
  try("except", msgrcv, id, &got, 64, 3, IPC_NOWAIT | MSG_EXCEPT);
  try("too-small", msgrcv, id, &got, 2, 0, 0);
  show_bytes("cut", got.text, try("cut-off", msgrcv, id, &got, 2, 0, MSG_NOERROR));
  try("empty", msgrcv, id, &got, 64, 0, IPC_NOWAIT);
  m.type = 0;
  try("no-type", msgsnd, id, &m, 3, 0);
  m.type = 1;
  try("too-long", msgsnd, id, &m, 8193, 0);
  try("negative", msgsnd, id, &m, -1, 0);
  try("wild", msgsnd, id, WILD, 3, 0);
  try("nothing", msgsnd, id, &m, 0, 0);
  try("receive-nothing", msgrcv, id, &got, 0, 0, 0);
  sys(msgctl, id, IPC_RMID, 0);
  try("gone", msgsnd, id, &m, 3, 0);
}

CASE(queue_full) {
  long id = sys(msgget, 0, 0600);
  struct { long type; char text[8192]; } m = {1, {0}};
  struct queue q;
  sys(msgsnd, id, &m, 8192, 0);
  sys(msgsnd, id, &m, 8192, 0);
  try("full", msgsnd, id, &m, 1, IPC_NOWAIT);
  int status;
  long child = sys(fork);
  if (child == 0) {
    long r = sys(msgsnd, id, &m, 100, 0);
    sys(exit_group, (int)-r);
  }
  sys(poll, 0, 0, 30);
  try("receive", msgrcv, id, &m, 8192, 0, 0);
  sys(wait4, child, &status, 0, 0);
  show("sender", status >> 8);
  sys(msgctl, id, IPC_STAT, &q);
  show("bytes", (long)q.bytes);
  child = sys(fork);
  if (child == 0) {
    long r = sys(msgrcv, id, &m, 100, 77, 0);
    sys(exit_group, (int)-r);
  }
  sys(poll, 0, 0, 30);
  q.max = 100;
  try("smaller", msgctl, id, IPC_SET, &q);
  sys(msgctl, id, IPC_RMID, 0);
  sys(wait4, child, &status, 0, 0);
  check("removed", status >> 8 == EIDRM);
}

CASE(permissions) {
  long id = sys(shmget, KEY, 4096, IPC_CREAT | 0640);
  long set = sys(semget, KEY, 1, IPC_CREAT | 0604);
  long queue = sys(msgget, KEY, IPC_CREAT | 0602);
  int status, ends[2];
  sys(pipe2, ends, 0);
  if (sys(fork) == 0) {
    struct operation add = {0, 1, 0}, zero = {0, 0, IPC_NOWAIT};
    struct message m = {1, "x"};
    struct segment s;
    line_length = 0;
    sys(setresgid, 54321, 54321, 54321);
    sys(setresuid, 54321, 54321, 54321);
    try("attach", shmat, id, 0, SHM_RDONLY);
    try("get", shmget, KEY, 0, 0400);
    check("get-without-rights", sys(shmget, KEY, 0, 0) == id);
    try("stat", shmctl, id, IPC_STAT, &s);
    try("remove", shmctl, id, IPC_RMID, 0);
    try("look", semop, set, &zero, 1);
    try("change", semop, set, &add, 1);
    try("set", semctl, set, 0, SETVAL, 1);
    try("send", msgsnd, queue, &m, 1, 0);
    try("receive", msgrcv, queue, &m, 1, 0, IPC_NOWAIT);
    sys(write, ends[1], line, line_length);
    sys(exit_group, 0);
  }
  sys(wait4, -1, &status, 0, 0);
  static char text[4096];
  sys(close, ends[1]);
  text[sys(read, ends[0], text, sizeof text - 1)] = 0;
  put(text);
  sys(shmctl, id, IPC_RMID, 0);
  sys(semctl, set, 0, IPC_RMID, 0);
  sys(msgctl, queue, IPC_RMID, 0);
}
