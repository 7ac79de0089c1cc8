/* The arithmetic of points over one kind of field. The including file defines LIMBS, ARITHMETIC (the name of the
 * curve_arithmetic to be made) and what the field needs: EXCESS for a special prime, nothing for any prime. */
#include "curve.h"

#include <stdlib.h>
#include <string.h>

#ifdef EXCESS
#include "field_special.h"
#else
#include "field_montgomery.h"
#endif

#define BITS (64 * LIMBS)

#define MUL(r, a, b) fe_mul(c, &(r), &(a), &(b))
#define SQR(r, a) fe_sqr(c, &(r), &(a))
#define ADD(r, a, b) fe_add(c, &(r), &(a), &(b))
#define SUB(r, a, b) fe_sub(c, &(r), &(a), &(b))
#define TRIPLE(r, a) fe_triple(c, &(r), &(a))
#define SUB_TWICE(r, a, d) fe_sub_twice(c, &(r), &(a), &(d))

typedef struct {
    fe x, y;
} affine;

static const fe fe_zero;

INLINE fe fe_constant(const uint64_t *limbs)
{
    fe constant;
    memcpy(constant.v, limbs, sizeof constant.v);
    return constant;
}

/* r = 1 / a as a^(p-2), by windows of four bits; zero for zero. */
static void fe_inverse(const curve *c, fe *r, const fe *a)
{
    static const uint64_t two[LIMBS] = {2};
    uint64_t exponent[LIMBS];
    limbs_sub(exponent, c->prime.q, two, LIMBS);
    fe powers[16] = {fe_constant(c->one), *a};
    for (size_t i = 2; i < 16; i++)
        MUL(powers[i], powers[i - 1], *a);
    fe result = powers[limbs_window(exponent, LIMBS, BITS - 4, 4)];
    for (int at = BITS - 8; at >= 0; at -= 4) {
        for (int i = 0; i < 4; i++)
            SQR(result, result);
        MUL(result, result, powers[limbs_window(exponent, LIMBS, (size_t)at, 4)]);
    }
    *r = result;
    wipe(powers, sizeof powers);
}

/* Signed digits of a number in windows of `width` bits, the lowest first, from -2^(width-1) to 2^(width-1) - 1; there
 * are WINDOWS(width) of them. Constant time. */
#define WINDOWS(width) (BITS / (width) + 1)

INLINE void to_digits(int16_t *digits, const uint64_t *k, unsigned width)
{
    int carry = 0, half = 1 << (width - 1);
    for (size_t i = 0; i < WINDOWS(width); i++) {
        int digit = (int)limbs_window(k, LIMBS, width * i, width) + carry;
        carry = (digit + half) >> width;
        digits[i] = (int16_t)(digit - (carry << width));
    }
}

#include "points_public.h"
#include "points_secret.h"

static int load_point(const curve *c, uint64_t *point, const uint64_t *coordinates)
{
    if (!limbs_less(coordinates, c->prime.q, LIMBS) || !limbs_less(coordinates + LIMBS, c->prime.q, LIMBS))
        return 0;
    affine loaded;
    fe left, right, a = fe_constant(c->a), b = fe_constant(c->b);
    fe_from_limbs(c, &loaded.x, coordinates);
    fe_from_limbs(c, &loaded.y, coordinates + LIMBS);
    SQR(left, loaded.y);
    SQR(right, loaded.x);
    ADD(right, right, a);
    MUL(right, right, loaded.x);
    ADD(right, right, b);
    SUB(left, left, right);
    memcpy(point, &loaded, sizeof loaded);
    return fe_is_zero(c, &left) && (c->cofactor_is_1 || !has_small_order(c, &loaded));
}

static int prepare(curve *c, const uint64_t *a, const uint64_t *b, const uint64_t *base)
{
    static const uint64_t one[LIMBS] = {1};
    fe field_one, field_a, field_b, triple;
    affine point;
    fe_from_limbs(c, &field_one, one);
    fe_from_limbs(c, &field_a, a);
    fe_from_limbs(c, &field_b, b);
    fe_from_limbs(c, &point.x, base);
    fe_from_limbs(c, &point.y, base + LIMBS);
    ADD(triple, field_b, field_b);
    ADD(triple, triple, field_b);
    memcpy(c->one, &field_one, sizeof field_one);
    memcpy(c->a, &field_a, sizeof field_a);
    memcpy(c->b, &field_b, sizeof field_b);
    memcpy(c->triple_b, &triple, sizeof triple);

    for (int i = 0; i < 3; i++)
        ADD(field_a, field_a, field_one);
    c->a_is_minus_3 = fe_is_zero(c, &field_a);
    c->wide_table = multiples(c, &point, WIDE);
    c->narrow_table = multiples(c, &point, NARROW);
    return c->wide_table != NULL && c->narrow_table != NULL ? 0 : -1;
}

const curve_arithmetic ARITHMETIC = {
    .prepare = prepare,
    .load = load_point,
    .has_order_q = has_order_q,
    .verify = verify,
    .keep = keep,
    .verify_kept = verify_kept,
    .multiply_base = multiply_base,
    .multiply = multiply,
};
