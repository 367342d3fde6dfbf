// Ends of channels that behave in their own ways; for the tests of /dev/ipc.
//
//   rings copy NAME      writes and reads by copying, polls and watches by epoll(7)
//   rings die NAME       claims a slot, takes another, and ends
//   rings scribble NAME  writes random words all over the ring
//   rings echo NAME BACK N   sends N messages of one channel to the other
#include "exo.h"
#include "exo_ring.h"

static int failures;

static void expect(const char *what, long wanted, long found) {
  if (wanted == found) return;
  printf("%s: %ld where there should be %ld\n", what, found, wanted);
  failures++;
}

struct pollfd {
  int fd;
  short events, revents;
};

static long poll_now(int fd) {
  struct pollfd p = {fd, 1 | 4, 0};
  long n = sys(__NR_poll, &p, 1, 0);
  return n < 0 ? n : p.revents;
}

static int copy(const char *name) {
  struct exo_ring ring;
  char bytes[64] = {0}, path[128];
  expect("create", 0, exo_ring_create(&ring, name, 4, EXO_RING_MANY));
  expect("create again", -17, exo_ring_create(&ring, name, 4, EXO_RING_MANY));
  expect("open", 0, exo_ring_open(&ring, name));
  snprintf(path, sizeof path, "/dev/ipc/%s", name);
  int fd = (int)sys_open(path, 2 | 04000, 0);
  struct {
    uint32_t events;
    uint64_t data;
  } __attribute__((packed)) event = {1 | 1u << 31, 77};
  int epoll = (int)sys(__NR_epoll_create1, 0);
  expect("epoll_ctl", 0, sys(__NR_epoll_ctl, epoll, 1, fd, &event));
  expect("nothing to read", 4, poll_now(fd));
  expect("read of nothing", -11, sys_read(fd, bytes, 64));
  expect("nothing yet", 0, sys(__NR_epoll_wait, epoll, &event, 1, 0));
  expect("send", 0, exo_ring_try_send(&ring, "hello", 5, 0));
  expect("an edge", 1, sys(__NR_epoll_wait, epoll, &event, 1, 0));
  expect("one edge", 0, sys(__NR_epoll_wait, epoll, &event, 1, 0));
  expect("something to read", 1 | 4, poll_now(fd));
  expect("read", 5, sys_read(fd, bytes, 64));
  expect("what was read", 0, memcmp(bytes, "hello", 5));
  expect("send", 0, exo_ring_try_send(&ring, "again", 5, 0));
  expect("another edge", 1, sys(__NR_epoll_wait, epoll, &event, 1, 0));
  expect("short read", 2, sys_read(fd, bytes, 2));
  expect("the rest is lost", -11, sys_read(fd, bytes, 64));
  expect("too long", -90, sys_write(fd, bytes, 41));
  for (int i = 0; i < 4; i++) expect("write", i, sys_write(fd, "abcd", (size_t)i));
  expect("full", -11, sys_write(fd, "x", 1));
  expect("no room", 1, poll_now(fd));
  expect("bad address", -11, sys_write(fd, (void *)8, 1));
  for (int i = 0; i < 4; i++) expect("receive", i, exo_ring_try_receive(&ring, bytes));
  expect("bad address", -14, sys_write(fd, (void *)8, 1));
  expect("nothing came", EXO_RING_EAGAIN, exo_ring_try_receive(&ring, bytes));
  expect("seek", -29, sys_lseek(fd, 0, 0));
  uint32_t shape[4] = {8, 0, 0, 0};
  expect("busy", -16, sys(__NR_ioctl, fd, 0x4010e001, shape));
  expect("timed out", EXO_RING_ETIMEDOUT, exo_ring_receive(&ring, bytes, 1000000));
  expect("unlink", 0, exo_ring_unlink(name));
  expect("still there", 0, exo_ring_try_send(&ring, "x", 1, 0));
  expect("still read", 1, sys_read(fd, bytes, 64));
  expect("gone", -2, sys_open(path, 2, 0));
  return failures;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  if (strcmp(argv[1], "copy") == 0) return copy(argv[2]);
  struct exo_ring ring, back;
  uint64_t position;
  if (exo_ring_open(&ring, argv[2])) return 3;
  if (strcmp(argv[1], "die") == 0) {
    expect("take", 0, exo_ring_take(&ring, &position));
    expect("claim", 0, exo_ring_claim(&ring, &position));
    return failures;
  }
  if (strcmp(argv[1], "scribble") == 0) {
    uint64_t *words = (uint64_t *)ring.shared, seed = 88172645463325252ull;
    for (int i = 0; i < 200000; i++) {
      seed ^= seed << 13;
      seed ^= seed >> 7;
      seed ^= seed << 17;
      words[seed % (ring.bytes / 8)] = seed & 1 ? seed : seed >> 58;
    }
    return 0;
  }
  if (argc < 5 || exo_ring_open(&back, argv[3])) return 4;
  for (long n = parse_long(argv[4]); n > 0; n--) {
    uint8_t message[40];
    int size = exo_ring_receive(&ring, message, EXO_RING_FOREVER);
    if (size < 0 || exo_ring_send(&back, message, (unsigned)size, 0, EXO_RING_FOREVER)) return 5;
  }
  return 0;
}
