/* matrix [N]: multiplies two 100 x 100 matrices of doubles N times: floating point in SSE. */
#include "exo.h"

#define SIZE 100

static double left[SIZE][SIZE], right[SIZE][SIZE], product[SIZE][SIZE];

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 30;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      left[i][j] = 0.5 * (i + j);
      right[i][j] = 0.25 * (i - 2 * j);
    }
  double trace = 0;
  for (long round = 0; round < n; round++) {
    for (int i = 0; i < SIZE; i++)
      for (int j = 0; j < SIZE; j++) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) sum += left[i][k] * right[k][j];
        product[i][j] = sum;
      }
    for (int i = 0; i < SIZE; i++) trace += product[i][i];
    left[1][0] += 1; /* or every round would be the same, and one could be left out */
  }
  printf("%ld\n", (long)trace);
  return 0;
}
