#ifndef CLOOPS_H
#define CLOOPS_H

#include <stddef.h>
#include <stdint.h>

/// The loops of TideCore/Kernels as a C compiler makes them of plain code, for one level of processor.
typedef struct {
  double (*sum)(const double *values, size_t count);
  double (*sum_where)(const double *values, size_t count, const uint64_t *bits);
  double (*extremes)(const double *values, size_t count);
  void (*add)(const double *values, size_t count, double *sums);
  void (*add_times)(const double *values, size_t count, double factor, double *sums);
  void (*add_above)(const double *values, size_t count, double threshold, int64_t *counts);
  double (*moments)(const double *values, size_t count, double centre);
  void (*unpack12)(const uint32_t *source, size_t count, int64_t base, double *out);
  uint64_t (*unpack12_sum)(const uint32_t *source, size_t count);
  void (*ratio)(const double *counts, const double *totals, size_t count, double factor, double scale, double *out);
} c_loops;

/// Those for level 1 (any processor), 3 or 4; see `CPULevel`.
c_loops c_loops_of_level(int level);

#endif
