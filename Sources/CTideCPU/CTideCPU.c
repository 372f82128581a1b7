#include "CTideCPU.h"

#include <stdlib.h>
#include <string.h>

// __builtin_cpu_supports also asks whether the system saves the wide registers.
int tide_cpu_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt"))) {
    return 1;
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    return 4;
  }
  return 3;
#else
  return 1;
#endif
}

int tide_cpu_wanted(void) {
  const char *name = getenv("TIDEMARK_CPU");
  if (name == NULL) return 0;
  if (strcmp(name, "baseline") == 0) return 1;
  if (strcmp(name, "v3") == 0) return 3;
  return strcmp(name, "v4") == 0 ? 4 : 0;
}
