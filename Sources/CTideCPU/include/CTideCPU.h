#ifndef CTIDECPU_H
#define CTIDECPU_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// What the machine's processor and system can run: 3 for x86-64-v3 (AVX2), 4 for x86-64-v4 (AVX-512), else 1.
int tide_cpu_level(void);

/// The level that the environment's TIDEMARK_CPU names (baseline, v3, v4) as above; 0 for none.
int tide_cpu_wanted(void);

/// Processors this process may run on; at least 1.
int tide_processors(void);

/// Whether the processor has instructions for SHA-256.
int tide_has_sha256(void);

/// Takes whole blocks of 64 bytes into the state of a SHA-256; only where `tide_has_sha256` says so.
void tide_sha256(uint32_t state[8], const uint8_t *message, size_t blocks);

/// Asks for bytes that will be read soon; they need not be there.
static inline void tide_prefetch(const void *bytes, size_t count) {
  for (size_t at = 0; at < count; at += 64) __builtin_prefetch((const char *)bytes + at, 0, 2);
}

/// Which of 64 bytes are a separator, a double quote, a line feed or a carriage return: bit i for byte i.
static inline uint64_t tide_csv_marks(const void *bytes, uint8_t separator) {
  const uint8_t *text = (const uint8_t *)bytes;
  uint64_t marks = 0;
#if defined(__SSE2__)
  const __m128i separators = _mm_set1_epi8((char)separator), quotes = _mm_set1_epi8('"');
  const __m128i feeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
  for (int part = 0; part < 4; part++) {
    const __m128i some = _mm_loadu_si128((const __m128i *)(text + 16 * part));
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(some, feeds), _mm_cmpeq_epi8(some, returns));
    const __m128i fields = _mm_or_si128(_mm_cmpeq_epi8(some, separators), _mm_cmpeq_epi8(some, quotes));
    marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(ends, fields)) << (16 * part);
  }
#elif defined(__aarch64__) && defined(__ARM_NEON)
  static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vld1q_u8(places);
  uint8x16_t found[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t some = vld1q_u8(text + 16 * part);
    const uint8x16_t ends = vorrq_u8(vceqq_u8(some, vdupq_n_u8('\n')), vceqq_u8(some, vdupq_n_u8('\r')));
    const uint8x16_t fields = vorrq_u8(vceqq_u8(some, vdupq_n_u8(separator)), vceqq_u8(some, vdupq_n_u8('"')));
    found[part] = vandq_u8(vorrq_u8(ends, fields), bits);
  }
  const uint8x16_t sums = vpaddq_u8(vpaddq_u8(found[0], found[1]), vpaddq_u8(found[2], found[3]));
  marks = vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
#else
  for (int place = 0; place < 64; place++) {
    const uint8_t byte = text[place];
    marks |= (uint64_t)(byte == separator || byte == '"' || byte == '\n' || byte == '\r') << place;
  }
#endif
  return marks;
}

#endif
