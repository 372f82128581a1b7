#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif
#include "CTideCPU.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

int tide_processors(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 && count < 4096 ? (int)count : 1;
}
