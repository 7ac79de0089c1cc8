/* The field of p = 2^(64 * LIMBS) - EXCESS, EXCESS small. Numbers below 2^(64 * LIMBS) stand for themselves modulo p,
 * so an element may have two representations until fe_canonical. To be included by an instance of the curve template,
 * which defines LIMBS, EXCESS and, if the products are to be those of field_mulx.h, MULX. */

typedef struct {
    uint64_t v[LIMBS];
} fe;

/* r += carry * 2^(64 * LIMBS), which is carry * EXCESS, for a carry so small that the product is one limb. */
INLINE void fe_fold_carry(uint64_t *r, uint64_t carry)
{
    uint64_t more = limb_add(&r[0], r[0], carry * EXCESS, 0);
    for (size_t i = 1; i < LIMBS; i++)
        more = limb_add(&r[i], r[i], 0, more);
    r[0] += -more & EXCESS; /* after a second overflow next to nothing is left, so a third cannot be */
}

INLINE void fe_add(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    fe_fold_carry(r->v, limbs_add(r->v, a->v, b->v, LIMBS));
}

INLINE void fe_sub(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    uint64_t borrow = limbs_sub(r->v, a->v, b->v, LIMBS);
    borrow = limb_sub(&r->v[0], r->v[0], -borrow & EXCESS, 0);
    for (size_t i = 1; i < LIMBS; i++)
        borrow = limb_sub(&r->v[i], r->v[i], 0, borrow);
    r->v[0] -= -borrow & EXCESS;
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
    fe_fold_carry(r->v, (uint64_t)sum);
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

/* The representation below p. */
INLINE void fe_canonical(const curve *c, uint64_t *r, const fe *a)
{
    uint64_t reduced[LIMBS];
    uint64_t borrow = limbs_sub(reduced, a->v, c->prime.q, LIMBS);
    limbs_select(r, -borrow, a->v, reduced, LIMBS);
}

/* The element for a number below p, and back. */
INLINE void fe_from_limbs(const curve *c, fe *r, const uint64_t *number)
{
    (void)c;
    memcpy(r->v, number, sizeof r->v);
}

INLINE void fe_to_limbs(const curve *c, uint64_t *number, const fe *a)
{
    fe_canonical(c, number, a);
}
