#include "exo.h"

int main(void) { return 42; }
