/* The field of any odd p: x is kept as x * 2^(64 * LIMBS) mod p, below p. To be included by an instance of the curve
 * template, which defines LIMBS and, if the products are to be those of field_mulx.h, MULX. */

typedef struct {
    uint64_t v[LIMBS];
} fe;

/* r = a + top * 2^(64 * LIMBS) for a sum below 2 * p. */
INLINE void fe_reduce_once(const curve *c, fe *r, const fe *a, uint64_t top)
{
    uint64_t reduced[LIMBS];
    uint64_t borrow = limbs_sub(reduced, a->v, c->prime.q, LIMBS);
    limbs_select(r->v, top - borrow, a->v, reduced, LIMBS); /* all ones only when the sum is below p */
}

INLINE void fe_add(const curve *c, fe *r, const fe *a, const fe *b)
{
    fe sum;
    uint64_t carry = limbs_add(sum.v, a->v, b->v, LIMBS);
    fe_reduce_once(c, r, &sum, carry);
}

INLINE void fe_sub(const curve *c, fe *r, const fe *a, const fe *b)
{
    static const uint64_t zero[LIMBS];
    uint64_t difference[LIMBS], masked[LIMBS];
    uint64_t borrow = limbs_sub(difference, a->v, b->v, LIMBS);
    limbs_select(masked, -borrow, c->prime.q, zero, LIMBS);
    limbs_add(r->v, difference, masked, LIMBS);
}

INLINE void fe_triple(const curve *c, fe *r, const fe *a)
{
    fe twice;
    fe_add(c, &twice, a, a);
    fe_add(c, r, &twice, a);
}

/* r = a - 2 * d, r not being d */
INLINE void fe_sub_twice(const curve *c, fe *r, const fe *a, const fe *d)
{
    fe_sub(c, r, a, d);
    fe_sub(c, r, r, d);
}

#ifdef MULX
#include "field_mulx.h"
#else
static void fe_mul(const curve *c, fe *r, const fe *a, const fe *b)
{
    montgomery_mul(r->v, a->v, b->v, c->prime.q, c->prime.negated, LIMBS);
}

INLINE void fe_sqr(const curve *c, fe *r, const fe *a)
{
    fe_mul(c, r, a, a);
}
#endif

INLINE int fe_is_zero(const curve *c, const fe *a)
{
    (void)c;
    return limbs_are_zero(a->v, LIMBS);
}

INLINE void fe_from_limbs(const curve *c, fe *r, const uint64_t *number)
{
    montgomery_mul(r->v, number, c->prime.square, c->prime.q, c->prime.negated, LIMBS);
}

INLINE void fe_to_limbs(const curve *c, uint64_t *number, const fe *a)
{
    static const uint64_t one[LIMBS] = {1};
    montgomery_mul(number, a->v, one, c->prime.q, c->prime.negated, LIMBS);
}
