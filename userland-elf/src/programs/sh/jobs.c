#include "sh.h"

#include <asm/errno.h>

#define MOST_JOBS 32

typedef enum { NONE, RUNNING, STOPPED, DONE } State;

typedef struct {
  State state;
  int group, last, alive, status;
  bool announced;
  char text[128];
} Job;

static Job jobs[MOST_JOBS];
static int newest = -1;
static struct termios settings;

static void interrupt(int signal) {
  (void)signal;
  interrupted = true;
}

void jobs_start(void) {
  for (const int *s = (const int[]){SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, 0}; *s; s++)
    on_signal(*s, SIG_IGN);
  on_signal(SIGINT, interrupt);
  sys_setpgid(0, 0);
  give_terminal(0, (int)sys_getpid());
  sys_ioctl(0, TCGETS, &settings);
}

int add_job(int group, int last, int processes, const char *text) {
  for (int i = 0; i < MOST_JOBS; i++) {
    if (jobs[i].state != NONE) continue;
    jobs[i] = (Job){RUNNING, group, last, processes, 0, false, ""};
    snprintf(jobs[i].text, sizeof jobs[i].text, "%s", text);
    return newest = i;
  }
  dprintf(2, "sh: too many jobs\n");
  return -1;
}

static void note(int pid, int status) {
  for (int i = 0; i < MOST_JOBS; i++) {
    Job *job = &jobs[i];
    if (job->state == NONE || job->state == DONE) continue;
    /* Whose process it was: the last is known by number, the others by what is left of the group. */
    bool is_last = job->last == pid;
    if (!is_last && job->group != pid && sys(__NR_getpgid, pid) != job->group) continue;
    if (stopped(status)) {
      job->state = STOPPED;
      job->announced = false;
    } else {
      if (is_last) job->status = shell_status(status);
      if (--job->alive <= 0) job->state = DONE;
    }
    return;
  }
}

static const char *word_of(State state) {
  return state == STOPPED ? "Stopped" : state == DONE ? "Done" : "Running";
}

static void print_job(int at) {
  printf("[%d]%c %-8s %s\n", at + 1, at == newest ? '+' : ' ', word_of(jobs[at].state),
         jobs[at].text);
}

static void forget(int at) {
  jobs[at].state = NONE;
  if (newest != at) return;
  newest = -1;
  for (int i = 0; i < MOST_JOBS; i++)
    if (jobs[i].state != NONE) newest = i;
}

int wait_for_job(int at) {
  if (at < 0) return 1;
  Job *job = &jobs[at];
  while (job->state == RUNNING) {
    int status;
    long pid = job->group ? sys_wait4(-job->group, &status, WUNTRACED)
                          : sys_wait4(job->last, &status, WUNTRACED);
    if (pid == -EINTR) continue;
    if (pid < 0) job->state = DONE;
    else if (job->group == 0 || stopped(status) || pid == job->last) note((int)pid, status);
    else if (--job->alive <= 0) job->state = DONE;
  }
  int status = job->status;
  if (interactive) {
    give_terminal(0, (int)sys_getpgrp());
    set_keys(0, &settings);
  }
  if (job->state == STOPPED) {
    printf("\n");
    print_job(at);
    job->announced = true;
    return 128 + SIGTSTP;
  }
  if (interactive && status > 128) printf("\n");
  forget(at);
  return status;
}

void reap_jobs(void) {
  int status;
  for (long pid; (pid = sys_wait4(-1, &status, WNOHANG | WUNTRACED)) > 0;) note((int)pid, status);
  for (int i = 0; i < MOST_JOBS; i++) {
    if (jobs[i].state == DONE || (jobs[i].state == STOPPED && !jobs[i].announced)) {
      if (interactive) print_job(i);
      jobs[i].announced = true;
      if (jobs[i].state == DONE) forget(i);
    }
  }
}

int list_jobs(void) {
  reap_jobs();
  for (int i = 0; i < MOST_JOBS; i++)
    if (jobs[i].state != NONE) print_job(i);
  return 0;
}

/* %N or N; the newest without a word. -1 and a message when there is none. */
static int find(const char *which) {
  int at = !which ? newest : (int)parse_long(*which == '%' ? which + 1 : which) - 1;
  if (at < 0 || at >= MOST_JOBS || jobs[at].state == NONE) {
    dprintf(2, "sh: no such job\n");
    return -1;
  }
  return at;
}

int job_group(const char *which) {
  int at = find(which);
  return at < 0 ? 0 : jobs[at].group;
}

int resume_job(const char *which, bool foreground) {
  int at = find(which);
  if (at < 0) return 1;
  newest = at;
  printf("%s\n", jobs[at].text);
  jobs[at].state = RUNNING;
  if (foreground) give_terminal(0, jobs[at].group);
  sys_kill(-jobs[at].group, SIGCONT);
  return foreground ? wait_for_job(at) : 0;
}

int wait_for_all(void) {
  int status;
  for (long pid; (pid = sys_wait4(-1, &status, 0)) > 0;) {
    note((int)pid, status);
    reap_jobs();
  }
  return 0;
}
