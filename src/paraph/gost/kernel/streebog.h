/* GOST R 34.11-2012 (Streebog), RFC 6986. No allocation, no Python. */
#ifndef PARAPH_STREEBOG_H
#define PARAPH_STREEBOG_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t chain[8];   /* h */
    uint64_t counter[8]; /* N: bits absorbed so far */
    uint64_t sum[8];     /* Sigma: sum of the blocks modulo 2^512 */
    uint8_t tail[64];    /* the block not yet complete */
    size_t tail_size;    /* 0..63 */
    size_t digest_size;  /* 32 or 64 */
} streebog_state;

/* Fills the look-up tables and chooses the fastest path; call once before anything else. */
void streebog_setup(void);

/* Names of the paths this processor runs, the fastest first; NULL past the last. */
const char *streebog_path(size_t number);
/* Makes all hashes take the named path; 0 when there is no such path here. */
int streebog_choose(const char *name);

/* digest_size must be 32 or 64. */
void streebog_init(streebog_state *state, size_t digest_size);
void streebog_update(streebog_state *state, const uint8_t *data, size_t size);
/* Writes digest_size bytes; the state stays usable. */
void streebog_digest(const streebog_state *state, uint8_t *out);

#endif
