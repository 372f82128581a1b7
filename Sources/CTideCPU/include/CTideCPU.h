#ifndef CTIDECPU_H
#define CTIDECPU_H

/// What the machine's processor and system can run: 3 for x86-64-v3 (AVX2), 4 for x86-64-v4 (AVX-512), else 1.
int tide_cpu_level(void);

/// The level that the environment's TIDEMARK_CPU names (baseline, v3, v4) as above; 0 for none.
int tide_cpu_wanted(void);

#include <stddef.h>
#include <stdint.h>

/// Whether the processor has instructions for SHA-256.
int tide_has_sha256(void);

/// Takes whole blocks of 64 bytes into the state of a SHA-256; only where `tide_has_sha256` says so.
void tide_sha256(uint32_t state[8], const uint8_t *message, size_t blocks);

#endif
