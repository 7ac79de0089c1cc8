/* The round of GOST 28147-89 (RFC 5830), common to it, to Magma and to GOST R 34.11-94. */
#ifndef PARAPH_FEISTEL_H
#define PARAPH_FEISTEL_H

#include <stdint.h>

/* For each byte of a word: its two substitutions and the rotation by 11 bits, done at once. */
typedef uint32_t feistel_table[4][256];

/* substitution[16 * i + v] is what becomes of the value v of the i-th four bits, the lowest first. */
void feistel_fill(feistel_table table, const uint8_t substitution[128]);

static inline uint32_t feistel_mix(const feistel_table table, uint32_t word)
{
    return table[0][word & 255] | table[1][word >> 8 & 255] | table[2][word >> 16 & 255] | table[3][word >> 24];
}

/* Two rounds over each of several independent blocks, so that the processor works at them side by side. */
static inline __attribute__((always_inline)) void feistel_pair(
    const feistel_table table, unsigned blocks, uint32_t *n1, uint32_t *n2, const uint32_t *first, const uint32_t *second)
{
    for (unsigned i = 0; i < blocks; i++)
        n2[i] ^= feistel_mix(table, n1[i] + first[i]);
    for (unsigned i = 0; i < blocks; i++)
        n1[i] ^= feistel_mix(table, n2[i] + second[i]);
}

#endif
