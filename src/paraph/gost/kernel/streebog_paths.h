/* The ways Streebog is computed: by tables anywhere, by AVX-512 where the processor has it. */
#ifndef PARAPH_STREEBOG_PATHS_H
#define PARAPH_STREEBOG_PATHS_H

#include "streebog.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define STREEBOG_HAS_AVX512 1
#else
#define STREEBOG_HAS_AVX512 0
#endif

/* The constants C_1..C_12, RFC 6986 section 6.5. */
extern const uint64_t STREEBOG_ITERATION[12][8];

/* Adds one block to the counter and to the checksum. */
void streebog_count(streebog_state *state, const uint8_t *bytes);

#if STREEBOG_HAS_AVX512
int streebog_avx512_runs(void);
void streebog_avx512_setup(void);
/* chain = g_counter(chain, block) */
void streebog_compress_avx512(uint64_t chain[8], const uint64_t counter[8], const uint64_t block[8]);
/* Takes whole blocks of 64 bytes into chain, counter and checksum. */
void streebog_absorb_avx512(streebog_state *state, const uint8_t *data, size_t blocks);
#endif

#endif
