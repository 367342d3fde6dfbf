#include "exo.h"

/* The compiler itself calls the first four, so build.sh keeps it from turning them into calls. */

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
  void *result = to;
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length) : : "memory");
  return result;
}

void *memmove(void *to, const void *from, size_t length) {
  if ((uintptr_t)to - (uintptr_t)from >= length) return memcpy(to, from, length);
  unsigned char *t = to;
  const unsigned char *f = from;
  while (length--) t[length] = f[length];
  return to;
}

void *memset(void *to, int byte, size_t length) {
  void *result = to;
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(length) : "a"(byte) : "memory");
  return result;
}

int memcmp(const void *a, const void *b, size_t length) {
  const unsigned char *p = a, *q = b;
  for (; length; length--, p++, q++)
    if (*p != *q) return *p - *q;
  return 0;
}

size_t strlen(const char *s) {
  const char *end = s;
  while (*end) end++;
  return (size_t)(end - s);
}

int strcmp(const char *a, const char *b) { return strncmp(a, b, SIZE_MAX); }

int strncmp(const char *a, const char *b, size_t length) {
  for (; length; length--, a++, b++) {
    if (*a != *b) return (unsigned char)*a - (unsigned char)*b;
    if (!*a) break;
  }
  return 0;
}

char *strchr(const char *s, int c) {
  for (;; s++) {
    if (*s == (char)c) return (char *)s;
    if (!*s) return NULL;
  }
}

char *strrchr(const char *s, int c) {
  const char *last = NULL;
  for (;; s++) {
    if (*s == (char)c) last = s;
    if (!*s) return (char *)last;
  }
}

char *strcpy(char *restrict to, const char *restrict from) {
  return memcpy(to, from, strlen(from) + 1);
}

long parse_long(const char *s) {
  bool negative = *s == '-';
  if (negative) s++;
  unsigned base = 10;
  if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
    base = 16;
    s += 2;
  }
  unsigned long value = 0;
  for (;; s++) {
    unsigned digit;
    if (*s >= '0' && *s <= '9') digit = (unsigned)(*s - '0');
    else if ((*s | 32) >= 'a' && (*s | 32) <= 'f') digit = (unsigned)((*s | 32) - 'a') + 10;
    else break;
    if (digit >= base) break;
    value = value * base + digit;
  }
  return (long)(negative ? -value : value);
}
