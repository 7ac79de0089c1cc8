/* Arithmetic modulo the prime order q of a base point, for GOST R 34.10.
 *
 * A number is an array of `order->limbs` (4 or 8) 64-bit limbs, the lowest first, and is below q where nothing else
 * is said; results may overwrite arguments. All functions take constant time but those named _vartime. */
#ifndef PARAPH_SCALAR_H
#define PARAPH_SCALAR_H

#include "limbs.h"

typedef struct {
    size_t limbs;
    uint64_t q[MAX_LIMBS];
    uint64_t square[MAX_LIMBS]; /* 2^(128 * limbs) mod q, which brings numbers into Montgomery's form */
    uint64_t negated;           /* -1/q mod 2^64 */
} scalar_order;

/* q: odd, above 2^(64 * limbs - 3). */
void scalar_order_init(scalar_order *order, const uint64_t *q, size_t limbs);

/* r = a * b; one of the two may be any number of `limbs` limbs. */
void scalar_mul(const scalar_order *order, uint64_t *r, const uint64_t *a, const uint64_t *b);

void scalar_add(const scalar_order *order, uint64_t *r, const uint64_t *a, const uint64_t *b);

/* r = -a */
void scalar_negate(const scalar_order *order, uint64_t *r, const uint64_t *a);

/* r = a for any a of 2 * limbs limbs. */
void scalar_reduce_wide(const scalar_order *order, uint64_t *r, const uint64_t *a);

/* 1 if 0 < a < q, else 0; a is any number. */
int scalar_in_range(const scalar_order *order, const uint64_t *a);

/* e of RFC 7091: the digest, 8 * limbs bytes, as a little-endian number modulo q, with 1 in place of 0. */
void scalar_from_digest(const scalar_order *order, uint64_t *e, const uint8_t *digest);

/* r and s of a signature, s || r, 8 * limbs bytes each, big-endian. 1 if both lie in 1..q-1, else 0. */
int scalar_from_signature(const scalar_order *order, uint64_t *r, uint64_t *s, const uint8_t *signature);

/* r = 1 / a for a != 0. */
void scalar_inverse_vartime(const scalar_order *order, uint64_t *r, const uint64_t *a);

/* What a verification multiplies with, for v = 1 / e: u1 = s * v for the base point, u2 = -r * v for the key. */
void scalar_verification_pair(const scalar_order *order, uint64_t *u1, uint64_t *u2, const uint64_t *v,
                              const uint64_t *r, const uint64_t *s);

#endif
