#include "exo.h"

#include <linux/elf.h>

int main(int argc, char **argv, char **envp);

char **environ;
static unsigned long *auxiliary;

extern const char __ehdr_start[] __attribute__((visibility("hidden")));

/*
 * A static PIE is its own loader: adds the load address to every pointer in the image's data
 * (DT_RELA, R_X86_64_RELATIVE).
 */
static void relocate(const Elf64_Dyn *dynamic) {
  unsigned long base = (unsigned long)__ehdr_start, table = 0, size = 0;
  for (const Elf64_Dyn *entry = dynamic; entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == DT_RELA) table = base + entry->d_un.d_ptr;
    if (entry->d_tag == DT_RELASZ) size = entry->d_un.d_val;
  }
  for (const Elf64_Rela *rela = (const Elf64_Rela *)table; size; rela++, size -= sizeof *rela)
    *(unsigned long *)(base + rela->r_offset) = base + (unsigned long)rela->r_addend;
}

_Noreturn void exo_start(unsigned long *stack, const Elf64_Dyn *dynamic) {
  if (dynamic) relocate(dynamic);
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1);
  environ = argv + argc + 1;
  char **end = environ;
  while (*end) end++;
  auxiliary = (unsigned long *)(end + 1);
  exit(main(argc, argv, environ));
}

_Noreturn void exit(int status) {
  for (;;) sys(__NR_exit_group, status);
}

unsigned long getauxval(unsigned long type) {
  for (unsigned long *pair = auxiliary; pair[0]; pair += 2)
    if (pair[0] == type) return pair[1];
  return 0;
}

char *getenv(const char *name) {
  size_t length = strlen(name);
  for (char **variable = environ; *variable; variable++)
    if (!strncmp(*variable, name, length) && (*variable)[length] == '=')
      return *variable + length + 1;
  return NULL;
}
