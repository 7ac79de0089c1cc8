/* Many signatures by different keys at once, on curves over p = 2^256 - 617, for processors with AVX-512 IFMA.
 * Everything here is public and takes variable time. */
#ifndef PARAPH_BATCH_H
#define PARAPH_BATCH_H

#include <stddef.h>
#include <stdint.h>

#define BATCH_MAX 8 /* signatures a call */

typedef struct batch_curve batch_curve;

/* What became of a signature. */
enum { BATCH_REFUSED = 0, BATCH_HOLDS = 1, BATCH_UNDECIDED = 2 };

/* Whether the processor can. */
int batch_supported(void);

/* Numbers of the parameter set, 32 bytes each, big-endian, and the tables of the base point; to be freed with
 * batch_curve_free. NULL without memory. */
batch_curve *batch_curve_new(const uint8_t *a, const uint8_t *b, const uint8_t *q, const uint8_t *x,
                             const uint8_t *y);
void batch_curve_free(batch_curve *c);

/* Verifies count <= BATCH_MAX signatures, 64 bytes each, s || r, over digests of 32 bytes, by keys x || y, all numbers
 * but the digest big-endian. An answer is undecided when points met that the formulas used do not add: a key chosen
 * for it, or bad luck of 2^-250. Such a signature is to be verified alone. */
void batch_verify(const batch_curve *c, const uint8_t *keys, const uint8_t *digests, const uint8_t *signatures,
                  size_t count, uint8_t *answers);

#endif
