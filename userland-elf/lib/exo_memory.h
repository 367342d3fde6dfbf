/* A heap: memory that is asked for and given back by size. Safe among threads. */
#ifndef EXO_MEMORY_H
#define EXO_MEMORY_H

#include "exo.h"

/* At least that many bytes, aligned to 16; NULL when there is no more memory. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *memory);

/* A copy of a string, to be freed. */
char *strdup(const char *s);

#endif
