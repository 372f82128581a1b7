#ifndef TIDE_BYTES_H
#define TIDE_BYTES_H

// What the processor does for bytes and Swift cannot ask it for: SHA-256 rounds, and a mask of equal bytes.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// Whether this processor has instructions for SHA-256.
bool tide_sha256_is_available(void);

/// Takes `blocks` blocks of 64 bytes into a SHA-256 state (a to h).
/// Must not be called where `tide_sha256_is_available` says no.
void tide_sha256_compress(uint32_t *state, const void *message, size_t blocks);

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
