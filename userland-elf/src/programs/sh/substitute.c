/* $(COMMANDS) and $((EXPRESSION)). */
#include "sh.h"

char *output_of(const char *commands) {
  int ends[2];
  size_t length = 0, size = 256;
  char *output = malloc(size);
  *output = 0;
  if (sys_pipe(ends) < 0) return output;
  long pid = sys_fork();
  if (pid == 0) {
    become_subshell();
    sys_close(ends[0]);
    if (ends[1] != 1) {
      sys_dup2(ends[1], 1);
      sys_close(ends[1]);
    }
    run_line(commands);
    exit(last_status);
  }
  sys_close(ends[1]);
  for (long got; (got = sys_read(ends[0], output + length, size - length - 1)) != 0;) {
    if (got < 0) break;
    length += (size_t)got;
    if (size - length < 128) output = realloc(output, size *= 2);
  }
  sys_close(ends[0]);
  int status = 1 << 8;
  if (pid > 0) sys_wait4((int)pid, &status, 0);
  last_status = shell_status(status);
  while (length && output[length - 1] == '\n') length--;
  output[length] = 0;
  return output;
}

/* ---- numbers ---- */

typedef struct {
  const char *at;
  const char *error;
} Sum;

static long binary(Sum *sum, int least);

static void skip(Sum *sum) {
  while (*sum->at == ' ' || *sum->at == '\t' || *sum->at == '\n') sum->at++;
}

static long operand(Sum *sum) {
  skip(sum);
  char c = *sum->at;
  if (c == '(') {
    sum->at++;
    long value = binary(sum, 1);
    skip(sum);
    if (*sum->at == ')') sum->at++;
    else sum->error = "a ) is missing";
    return value;
  }
  if (c == '-' || c == '+' || c == '!' || c == '~') {
    sum->at++;
    long value = operand(sum);
    return c == '-' ? (long)-(unsigned long)value : c == '!' ? !value : c == '~' ? ~value : value;
  }
  const char *from = sum->at;
  if (c >= '0' && c <= '9') {
    while ((*sum->at >= '0' && *sum->at <= '9') || is_name(sum->at, 1)) sum->at++;
    return parse_long(from);
  }
  size_t length = 0;
  while (is_name(from, length + 1)) length++;
  if (!length) {
    sum->error = "a number is missing";
    return 0;
  }
  sum->at += length;
  char name[64];
  snprintf(name, sizeof name, "%.*s", (int)length, from);
  const char *value = get_variable(name);
  return value ? parse_long(value) : 0;
}

/* The longer sign first where one begins another. */
static const struct {
  const char *sign;
  int rank;
} SIGNS[] = {{"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<<", 5}, {">>", 5}, {"<=", 4}, {">=", 4},
             {"<", 4},  {">", 4},  {"+", 6},  {"-", 6},  {"*", 7},  {"/", 7},  {"%", 7}};

static long apply(Sum *sum, const char *sign, long a, long b) {
  unsigned long x = (unsigned long)a, y = (unsigned long)b;
  switch (sign[0]) {
    case '|': return a || b;
    case '&': return a && b;
    case '=': return a == b;
    case '!': return a != b;
    case '<': return sign[1] == '<' ? (long)(x << (y & 63)) : sign[1] ? a <= b : a < b;
    case '>': return sign[1] == '>' ? a >> (y & 63) : sign[1] ? a >= b : a > b;
    case '+': return (long)(x + y);
    case '-': return (long)(x - y);
    case '*': return (long)(x * y);
  }
  if (b == 0) {
    sum->error = "division by zero";
    return 0;
  }
  if (b == -1) return sign[0] == '/' ? (long)-x : 0;
  return sign[0] == '/' ? a / b : a % b;
}

static long binary(Sum *sum, int least) {
  long value = operand(sum);
  while (!sum->error) {
    skip(sum);
    size_t i = 0, count = sizeof SIGNS / sizeof *SIGNS;
    while (i < count && strncmp(sum->at, SIGNS[i].sign, strlen(SIGNS[i].sign))) i++;
    if (i == count || SIGNS[i].rank < least) break;
    sum->at += strlen(SIGNS[i].sign);
    value = apply(sum, SIGNS[i].sign, value, binary(sum, SIGNS[i].rank + 1));
  }
  return value;
}

bool calculate(const char *expression, long *value) {
  Sum sum = {expression, NULL};
  *value = binary(&sum, 1);
  skip(&sum);
  if (!sum.error && *sum.at) sum.error = "this is no number";
  if (sum.error) dprintf(2, "sh: %s: %s\n", expression, sum.error);
  return !sum.error;
}
