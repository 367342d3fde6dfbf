/* rm [-r] FILE...: removes files, with -r folders and all that is in them. */
#include "exo_file.h"
#include "exo_memory.h"
#include "exo_process.h"

static int fail(const char *path, long error) {
  dprintf(2, "rm: %s: %s\n", path, error_text(error));
  return 1;
}

static int remove_path(const char *path, bool deep) {
  struct stat status;
  long error = sys_lstat(path, &status);
  if (error) return fail(path, error);
  if (!deep || (status.st_mode & FILE_TYPE) != FILE_FOLDER) {
    error = sys_unlink(path);
    return error ? fail(path, error) : 0;
  }
  int result = 0;
  char **names = read_folder(path);
  for (char **name = names; name && *name; name++) {
    size_t size = strlen(path) + strlen(*name) + 2;
    char *inner = malloc(size);
    snprintf(inner, size, "%s/%s", path, *name);
    result |= remove_path(inner, true);
    free(inner);
  }
  free_names(names);
  error = sys_rmdir(path);
  return error ? fail(path, error) : result;
}

int main(int argc, char **argv) {
  bool deep = argc > 1 && !strcmp(argv[1], "-r");
  int status = 0;
  for (int i = deep ? 2 : 1; i < argc; i++) status |= remove_path(argv[i], deep);
  return status;
}
