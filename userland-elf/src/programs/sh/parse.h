/* What the parts of the parser share. */
#ifndef PARSE_H
#define PARSE_H

#include "sh.h"

typedef struct {
  const char *at;
  const char *error;
  bool more; /* the text ends before what it began does */
} Input;

void skip_blanks(Input *in);
/* The same over the ends of lines. */
void skip_lines(Input *in);
bool ends_word(char c);
/* Whether this word stands here, without quotes. */
bool at_word(const Input *in, const char *word);
/* A word as it stands, quotes and all; NULL and an error. */
char *take_word(Input *in);
void add_word(char ***words, int *count, char *word);
/* Something is missing: at the end of the text, more of it may follow. */
void expected(Input *in, const char *error);
/* Pipelines up to a word that closes, such as fi, a bracket, or the end. */
Pipeline *take_list(Input *in);
/* if, while, until, for, case, { or (; NULL when none stands here. */
Compound *take_compound(Input *in);
void free_compound(Compound *compound);

#endif
