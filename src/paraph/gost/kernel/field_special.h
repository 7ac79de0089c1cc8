/* The field of p = 2^(64 * LIMBS) - EXCESS, EXCESS small. Numbers below 2^(64 * LIMBS) stand for themselves modulo p,
 * so a few elements have two forms. To be included by an instance of the curve template, which defines LIMBS, EXCESS
 * and, if the products are to be those of field_mulx.h, MULX. */

typedef struct {
    uint64_t v[LIMBS];
} fe;

/* r += top * 2^(64 * LIMBS), which is top * EXCESS, for a small top of either sign. */
INLINE void fe_fold_top(uint64_t *r, int64_t top)
{
    int64_t more = top * (int64_t)EXCESS, sign = more >> 63;
    uint64_t carry = limb_add(&r[0], r[0], (uint64_t)more, 0);
    for (size_t i = 1; i < LIMBS; i++)
        carry = limb_add(&r[i], r[i], (uint64_t)sign, carry);
    r[0] += ((uint64_t)sign + carry) * EXCESS; /* what overflowed again left next to nothing: there is no third time */
}

INLINE void fe_add(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    uint64_t carry = -limbs_add(r->v, a->v, b->v, LIMBS);
    carry = limb_add(&r->v[0], r->v[0], carry & EXCESS, 0);
    for (size_t i = 1; i < LIMBS; i++)
        carry = limb_add(&r->v[i], r->v[i], 0, carry);
    r->v[0] += -carry & EXCESS;
}

INLINE void fe_sub(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    uint64_t borrow = -limbs_sub(r->v, a->v, b->v, LIMBS);
    borrow = limb_sub(&r->v[0], r->v[0], borrow & EXCESS, 0);
    for (size_t i = 1; i < LIMBS; i++)
        borrow = limb_sub(&r->v[i], r->v[i], 0, borrow);
    r->v[0] -= -borrow & EXCESS;
}

/* r = 3 * a */
INLINE void fe_triple(const curve *c, fe *r, const fe *a)
{
    (void)c;
    fe twice;
    uint64_t top = limbs_add(twice.v, a->v, a->v, LIMBS);
    top += limbs_add(r->v, twice.v, a->v, LIMBS);
    fe_fold_top(r->v, (int64_t)top);
}

/* r = a - 2 * d, r not being d */
INLINE void fe_sub_twice(const curve *c, fe *r, const fe *a, const fe *d)
{
    (void)c;
    uint64_t borrow = limbs_sub(r->v, a->v, d->v, LIMBS);
    borrow += limbs_sub(r->v, r->v, d->v, LIMBS);
    fe_fold_top(r->v, -(int64_t)borrow);
}

#ifdef MULX
#include "field_mulx.h"
#else
INLINE void fe_fold(fe *r, const uint64_t *wide)
{
    uint128 sum = 0;
    for (size_t i = 0; i < LIMBS; i++) {
        sum += (uint128)wide[LIMBS + i] * EXCESS + wide[i];
        r->v[i] = (uint64_t)sum;
        sum >>= 64;
    }
    fe_fold_top(r->v, (int64_t)sum);
}

static void fe_mul(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    uint64_t wide[2 * LIMBS] = {0};
    for (size_t i = 0; i < LIMBS; i++) {
        uint128 sum = 0;
        for (size_t j = 0; j < LIMBS; j++) {
            sum += (uint128)a->v[i] * b->v[j] + wide[i + j];
            wide[i + j] = (uint64_t)sum;
            sum >>= 64;
        }
        wide[i + LIMBS] = (uint64_t)sum;
    }
    fe_fold(r, wide);
}

INLINE void fe_sqr(const curve *c, fe *r, const fe *a)
{
    fe_mul(c, r, a, a);
}
#endif

/* Zero is 0 or p. */
INLINE int fe_is_zero(const curve *c, const fe *a)
{
    uint64_t difference = 0;
    for (size_t i = 0; i < LIMBS; i++)
        difference |= a->v[i] ^ c->prime.q[i];
    return limbs_are_zero(a->v, LIMBS) | (difference == 0);
}

/* The element for a number below p, and back. */
INLINE void fe_from_limbs(const curve *c, fe *r, const uint64_t *number)
{
    (void)c;
    memcpy(r->v, number, sizeof r->v);
}

INLINE void fe_to_limbs(const curve *c, uint64_t *number, const fe *a)
{
    uint64_t reduced[LIMBS];
    uint64_t borrow = limbs_sub(reduced, a->v, c->prime.q, LIMBS);
    limbs_select(number, -borrow, a->v, reduced, LIMBS);
}
