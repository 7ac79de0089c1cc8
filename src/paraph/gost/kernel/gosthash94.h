/* GOST R 34.11-94, RFC 5831. No allocation, no Python. */
#ifndef PARAPH_GOSTHASH94_H
#define PARAPH_GOSTHASH94_H

#include "feistel.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t chain[4];  /* H */
    uint64_t sum[4];    /* of the blocks modulo 2^256 */
    uint64_t bits;      /* absorbed so far; the standard's 256-bit length */
    uint8_t tail[32];   /* the block not yet complete */
    size_t tail_size;   /* 0..31 */
    feistel_table table;
} gosthash94_state;

/* substitution as for feistel_fill */
void gosthash94_init(gosthash94_state *state, const uint8_t substitution[128]);
void gosthash94_update(gosthash94_state *state, const uint8_t *data, size_t size);
/* Writes 32 bytes; the state stays usable. */
void gosthash94_digest(const gosthash94_state *state, uint8_t *out);

#endif
