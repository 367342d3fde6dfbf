// The container of the native side: namespaces of its own, nobody's user, an empty root in memory,
// no capabilities for what runs in it, no new privileges, limits, and a filter of system calls.
#ifndef EXECUTOR_CONTAINER_H
#define EXECUTOR_CONTAINER_H

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/seccomp.h>

#include "exo.h"

#define MNT_DETACH 2
#define NOBODY 65534
#define INNER 1000
#define SPACES (CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | \
                CLONE_NEWUTS | CLONE_NEWCGROUP)

static _Noreturn void refuse(const char *what, long error) {
  dprintf(2, "%s: error %ld\n", what, -error);
  exit(3);
}

static long must(const char *what, long result) {
  if (result < 0) refuse(what, result);
  return result;
}

static void put(const char *path, const char *text) {
  int fd = (int)must(path, sys_open(path, 1, 0));
  must(path, sys_write(fd, text, strlen(text)));
  sys_close(fd);
}

static void limit(int which, uint64_t most) {
  struct rlimit64 l = {most, most};
  must("prlimit", sys(__NR_prlimit64, 0, which, &l, 0));
}

/* What holds on both sides, so that they behave alike. */
static void set_limits(void) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 1 << 20);
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_AS, 1ul << 30);
  limit(RLIMIT_DATA, 256ul << 20);
  limit(RLIMIT_STACK, 8ul << 20);
  limit(RLIMIT_MEMLOCK, 64ul << 10);
  limit(RLIMIT_NPROC, 64);
  limit(RLIMIT_SIGPENDING, 64);
  limit(RLIMIT_CPU, 5);
}

static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {0};
  must("prctl(NO_NEW_PRIVS)", sys(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  must("capset", sys(__NR_capset, &header, none));
}

/*
 * Never let through on a real machine, whatever the list of the Java side says: what changes more
 * than the container, what could take it apart, and what asks for new namespaces.
 */
static const uint16_t forbidden[] = {
    __NR_reboot, __NR_kexec_load, __NR_kexec_file_load, __NR_init_module, __NR_finit_module,
    __NR_delete_module, __NR_swapon, __NR_swapoff, __NR_mount, __NR_umount2, __NR_pivot_root,
    __NR_open_tree, __NR_move_mount, __NR_fsopen, __NR_fsconfig, __NR_fsmount, __NR_fspick,
    __NR_mount_setattr, __NR_unshare, __NR_setns, __NR_clone3, __NR_bpf, __NR_perf_event_open,
    __NR_userfaultfd, __NR_add_key, __NR_request_key, __NR_keyctl, __NR_ptrace,
    __NR_process_vm_readv, __NR_process_vm_writev, __NR_io_uring_setup, __NR_io_uring_enter,
    __NR_io_uring_register, __NR_io_setup, __NR_io_submit, __NR_iopl, __NR_ioperm,
    __NR_modify_ldt, __NR_settimeofday, __NR_clock_settime, __NR_clock_adjtime, __NR_adjtimex,
    __NR_acct, __NR_quotactl, __NR_syslog, __NR_vhangup, __NR_sethostname, __NR_setdomainname,
    __NR_fanotify_init, __NR_open_by_handle_at, __NR_sync, __NR_personality, __NR_nfsservctl,
    __NR_lookup_dcookie, __NR_migrate_pages, __NR_move_pages, __NR_mbind, __NR_ustat,
    __NR_uselib, __NR_execve, __NR_execveat, __NR_seccomp, __NR_socket,
};

static void filter_calls(void) {
  enum { COUNT = sizeof forbidden / sizeof *forbidden };
  static struct sock_filter code[COUNT + 12];
  unsigned n = 0;
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4);
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0);
  /* The 32-bit pointers' numbers, and what is newer than this list. */
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 463, COUNT + 3, 0);
  for (unsigned i = 0; i < COUNT; i++) {
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, forbidden[i],
                                             COUNT - i + 2, 0);
  }
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 16);
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x7e020000, 0, 1);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {(unsigned short)n, code};
  must("prctl(SECCOMP)", sys(__NR_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
}

/* Becomes the first process of a container; the one outside waits for it and ends with it. */
static void enter_container(void) {
  if (sys(__NR_geteuid) == 0) {
    sys(__NR_setpriority, 0, 0, 0);
    must("setgroups", sys(__NR_setgroups, 0, 0));
    must("setresgid", sys(__NR_setresgid, NOBODY, NOBODY, NOBODY));
    must("setresuid", sys(__NR_setresuid, NOBODY, NOBODY, NOBODY));
  }
  must("prctl(DUMPABLE)", sys(__NR_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0));
  must("prctl(PDEATHSIG)", sys(__NR_prctl, PR_SET_PDEATHSIG, 9, 0, 0, 0));
  long uid = sys(__NR_geteuid), gid = sys(__NR_getegid);
  must("unshare", sys(__NR_unshare, SPACES));
  char map[64];
  put("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%d %ld 1", INNER, uid);
  put("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%d %ld 1", INNER, gid);
  put("/proc/self/gid_map", map);
  must("setresgid", sys(__NR_setresgid, INNER, INNER, INNER));
  must("setresuid", sys(__NR_setresuid, INNER, INNER, INNER));
  long child = must("fork", sys(__NR_fork));
  if (child > 0) {
    int status = 0;
    sys_close(0);
    sys_close(1);
    while (sys(__NR_wait4, child, &status, 0, 0) == -4) continue;
    exit(status ? 4 : 0);
  }
  must("prctl(PDEATHSIG)", sys(__NR_prctl, PR_SET_PDEATHSIG, 9, 0, 0, 0));
  must("private mounts", sys(__NR_mount, 0, "/", 0, MS_REC | MS_PRIVATE, 0));
  must("tmpfs", sys(__NR_mount, "tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755"));
  must("mkdir", sys_mkdir("/tmp/w", 0755));
  must("chdir", sys(__NR_chdir, "/tmp"));
  must("pivot_root", sys(__NR_pivot_root, ".", "."));
  must("umount", sys(__NR_umount2, ".", MNT_DETACH));
  must("chdir", sys(__NR_chdir, "/"));
}

#endif
