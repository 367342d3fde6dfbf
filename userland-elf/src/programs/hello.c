#include "exo.h"

int main(void) {
  printf("Hello from userspace!\n");
  return 0;
}
