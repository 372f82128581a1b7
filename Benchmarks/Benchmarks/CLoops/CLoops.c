#include "CLoops.h"

#include <math.h>

#define TARGET
#define NAME(name) any_##name
#include "loops.inc"
#undef TARGET
#undef NAME

#if defined(__x86_64__)
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define NAME(name) v3_##name
#include "loops.inc"
#undef TARGET
#undef NAME

#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define NAME(name) v4_##name
#include "loops.inc"
#endif

c_loops c_loops_of_level(int level) {
#if defined(__x86_64__)
  if (level == 4) return v4_loops();
  if (level == 3) return v3_loops();
#endif
  return any_loops();
}
