#ifndef CTIDECPU_H
#define CTIDECPU_H

/// What the machine's processor and system can run: 3 for x86-64-v3 (AVX2), 4 for x86-64-v4 (AVX-512), else 1.
int tide_cpu_level(void);

/// The level that the environment's TIDEMARK_CPU names (baseline, v3, v4) as above; 0 for none.
int tide_cpu_wanted(void);

#endif
