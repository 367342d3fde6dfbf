#include "exo.h"

typedef struct {
  char *to;
  size_t size;
  size_t length;
} Text;

typedef struct {
  bool left;
  bool zeros;
  int width;
  int precision; /* -1: none given */
} Field;

static void put(Text *text, char c) {
  if (text->length + 1 < text->size) text->to[text->length] = c;
  text->length++;
}

static void put_padded(Text *text, Field field, const char *sign, const char *s, int length) {
  int padding = field.width - (int)strlen(sign) - length;
  if (!field.left && !field.zeros)
    for (; padding > 0; padding--) put(text, ' ');
  while (*sign) put(text, *sign++);
  if (!field.left)
    for (; padding > 0; padding--) put(text, '0');
  while (length-- > 0) put(text, *s++);
  for (; padding > 0; padding--) put(text, ' ');
}

static void put_number(Text *text, Field field, const char *sign, unsigned long value,
                       unsigned base, char letters) {
  char digits[24];
  int at = sizeof digits;
  do {
    unsigned digit = (unsigned)(value % base);
    digits[--at] = (char)(digit < 10 ? '0' + digit : letters + digit - 10);
    value /= base;
  } while (value);
  put_padded(text, field, sign, digits + at, (int)sizeof digits - at);
}

static int parse_int(const char **format) {
  int value = 0;
  while (**format >= '0' && **format <= '9') value = value * 10 + *(*format)++ - '0';
  return value;
}

int vsnprintf(char *to, size_t size, const char *format, va_list arguments) {
  Text text = {to, size, 0};
  for (; *format; format++) {
    if (*format != '%') {
      put(&text, *format);
      continue;
    }
    format++;
    Field field = {false, false, 0, -1};
    for (;; format++) {
      if (*format == '-') field.left = true;
      else if (*format == '0') field.zeros = true;
      else break;
    }
    if (*format == '*') {
      field.width = va_arg(arguments, int);
      format++;
    } else {
      field.width = parse_int(&format);
    }
    if (*format == '.') {
      format++;
      if (*format == '*') {
        field.precision = va_arg(arguments, int);
        format++;
      } else {
        field.precision = parse_int(&format);
      }
    }
    bool wide = false;
    for (; *format == 'l' || *format == 'z'; format++) wide = true;
    switch (*format) {
      case 'd':
      case 'i': {
        long value = wide ? va_arg(arguments, long) : va_arg(arguments, int);
        unsigned long magnitude = value < 0 ? -(unsigned long)value : (unsigned long)value;
        put_number(&text, field, value < 0 ? "-" : "", magnitude, 10, 'a');
        break;
      }
      case 'u':
      case 'x':
      case 'X': {
        unsigned long value = wide ? va_arg(arguments, unsigned long)
                                   : va_arg(arguments, unsigned);
        put_number(&text, field, "", value, *format == 'u' ? 10 : 16, *format == 'X' ? 'A' : 'a');
        break;
      }
      case 'p':
        put_number(&text, field, "0x", (unsigned long)va_arg(arguments, void *), 16, 'a');
        break;
      case 'c': {
        char c = (char)va_arg(arguments, int);
        field.zeros = false;
        put_padded(&text, field, "", &c, 1);
        break;
      }
      case 's': {
        const char *s = va_arg(arguments, const char *);
        if (!s) s = "(null)";
        int length = 0;
        while (length != field.precision && s[length]) length++;
        field.zeros = false;
        put_padded(&text, field, "", s, length);
        break;
      }
      case '%':
        put(&text, '%');
        break;
      default:
        __builtin_trap(); /* a conversion this library does not know is a mistake of its user */
    }
  }
  if (size) to[text.length < size ? text.length : size - 1] = 0;
  return (int)text.length;
}

int snprintf(char *to, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(to, size, format, arguments);
  va_end(arguments);
  return length;
}

static long print(int fd, const char *format, va_list arguments) {
  char buffer[1024 + 1];
  size_t length = (size_t)vsnprintf(buffer, sizeof buffer, format, arguments);
  if (length > sizeof buffer - 1) length = sizeof buffer - 1;
  long result = write_all(fd, buffer, length);
  return result < 0 ? result : (long)length;
}

long printf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  long length = print(1, format, arguments);
  va_end(arguments);
  return length;
}

long dprintf(int fd, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  long length = print(fd, format, arguments);
  va_end(arguments);
  return length;
}

long write_all(int fd, const void *buffer, size_t length) {
  const char *at = buffer;
  while (length) {
    long written = sys_write(fd, at, length);
    if (written < 0) return written;
    at += written;
    length -= (size_t)written;
  }
  return 0;
}
