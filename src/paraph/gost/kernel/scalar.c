/* Arithmetic modulo q: products by Montgomery, inverses by the division steps of Bernstein and Yang
 * ("Fast constant-time gcd computation and modular inversion", 2019), here in variable time. */
#include "scalar.h"

#include <string.h>

static void montgomery(const scalar_order *order, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    if (order->limbs == 4)
        montgomery_mul(r, a, b, order->q, order->negated, 4);
    else
        montgomery_mul(r, a, b, order->q, order->negated, 8);
}

void scalar_order_init(scalar_order *order, const uint64_t *q, size_t limbs)
{
    order->limbs = limbs;
    memcpy(order->q, q, limbs * sizeof *q);
    order->negated = -limb_inverse(q[0]);
    uint64_t power[MAX_LIMBS] = {1};
    for (size_t i = 0; i < 128 * limbs; i++)
        scalar_add(order, power, power, power);
    memcpy(order->square, power, sizeof power);
}

void scalar_mul(const scalar_order *order, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    uint64_t product[MAX_LIMBS];
    montgomery(order, product, a, b);
    montgomery(order, r, product, order->square);
    wipe(product, sizeof product);
}

void scalar_add(const scalar_order *order, uint64_t *r, const uint64_t *a, const uint64_t *b)
{
    uint64_t sum[MAX_LIMBS], reduced[MAX_LIMBS];
    uint64_t carry = limbs_add(sum, a, b, order->limbs);
    uint64_t borrow = limbs_sub(reduced, sum, order->q, order->limbs);
    limbs_select(r, carry - borrow, sum, reduced, order->limbs); /* all ones only when the sum is below q */
}

void scalar_negate(const scalar_order *order, uint64_t *r, const uint64_t *a)
{
    static const uint64_t zero[MAX_LIMBS];
    uint64_t difference[MAX_LIMBS], masked[MAX_LIMBS];
    uint64_t borrow = limbs_sub(difference, zero, a, order->limbs);
    limbs_select(masked, -borrow, order->q, zero, order->limbs);
    limbs_add(r, difference, masked, order->limbs);
}

void scalar_reduce_wide(const scalar_order *order, uint64_t *r, const uint64_t *a)
{
    static const uint64_t one[MAX_LIMBS] = {1};
    uint64_t low[MAX_LIMBS], high[MAX_LIMBS];
    montgomery(order, low, a, order->square);
    montgomery(order, low, one, low);
    montgomery(order, high, a + order->limbs, order->square); /* its 2^(64 * limbs) is the one wanted */
    scalar_add(order, r, low, high);
    wipe(low, sizeof low);
    wipe(high, sizeof high);
}

int scalar_in_range(const scalar_order *order, const uint64_t *a)
{
    return (limbs_are_zero(a, order->limbs) ^ 1) & limbs_less(a, order->q, order->limbs);
}

void scalar_from_digest(const scalar_order *order, uint64_t *e, const uint8_t *digest)
{
    uint64_t wide[2 * MAX_LIMBS] = {0};
    limbs_from_le(wide, digest, order->limbs);
    scalar_reduce_wide(order, e, wide);
    e[0] |= (uint64_t)limbs_are_zero(e, order->limbs);
}

int scalar_from_signature(const scalar_order *order, uint64_t *r, uint64_t *s, const uint8_t *signature)
{
    limbs_from_be(s, signature, order->limbs);
    limbs_from_be(r, signature + 8 * order->limbs, order->limbs);
    return scalar_in_range(order, r) & scalar_in_range(order, s);
}

void scalar_verification_pair(const scalar_order *order, uint64_t *u1, uint64_t *u2, const uint64_t *v,
                              const uint64_t *r, const uint64_t *s)
{
    uint64_t scaled[MAX_LIMBS];
    montgomery(order, scaled, v, order->square);
    montgomery(order, u1, s, scaled);
    montgomery(order, u2, r, scaled);
    scalar_negate(order, u2, u2);
}

/* Inversion. Pairs of signed numbers in limbs of 62 bits, the highest limb holding the sign. */

#define STEPS 62
#define LIMB_MASK ((UINT64_C(1) << STEPS) - 1)
#define MAX_SIGNED 9

typedef __int128 int128;

/* 2^62 times what the steps do: f' = (f0 * f + f1 * g) / 2^62, g' = (g0 * f + g1 * g) / 2^62. */
typedef struct {
    int64_t f0, f1, g0, g1;
} step_matrix;

static void to_signed(int64_t *r, const uint64_t *a, size_t limbs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        r[i] = (int64_t)limbs_window(a, limbs, STEPS * i, STEPS);
}

static void from_signed(uint64_t *r, const int64_t *a, size_t limbs)
{
    for (size_t i = 0; i < limbs; i++) {
        size_t at = 64 * i / STEPS, shift = 64 * i % STEPS;
        r[i] = (uint64_t)a[at] >> shift | (uint64_t)a[at + 1] << (STEPS - shift); /* shift = 2 * i: two are enough */
    }
}

/* Sixty-two steps on the lowest bits of an odd f and of g; the new value of delta. Zeros of g go many at a time; up to
 * six bits of it are cleared by one multiple of f, as long as no exchange of the two falls among their steps. */
static int64_t division_steps(step_matrix *t, int64_t delta, uint64_t f, uint64_t g)
{
    uint64_t f0 = 1, f1 = 0, g0 = 0, g1 = 1;
    int left = STEPS;
    for (;;) {
        int zeros = __builtin_ctzll(g | UINT64_C(1) << left);
        g >>= zeros;
        f0 <<= zeros;
        f1 <<= zeros;
        delta += zeros;
        left -= zeros;
        if (left == 0)
            break;
        if (delta > 0) {
            uint64_t old = f;
            f = g;
            g = -old;
            old = f0;
            f0 = g0;
            g0 = -old;
            old = f1;
            f1 = g1;
            g1 = -old;
            delta = -delta;
        }
        int bits = 1 - delta < left ? (int)(1 - delta) : left;
        uint64_t mask = bits < 6 ? (UINT64_C(1) << bits) - 1 : 63;
        uint64_t multiple = -g * f * (2 - f * f) & mask; /* f * (2 - f * f) = 1 / f mod 64 */
        g += multiple * f;
        g0 += multiple * f0;
        g1 += multiple * f1;
    }
    *t = (step_matrix){(int64_t)f0, (int64_t)f1, (int64_t)g0, (int64_t)g1};
    return delta;
}

/* a, b = (m0 * a + m1 * b) / 2^62 for both rows of the matrix; the divisions leave no remainder. */
INLINE void apply_steps(const step_matrix *t, int64_t *f, int64_t *g, size_t count)
{
    int128 sum_f = (int128)t->f0 * f[0] + (int128)t->f1 * g[0];
    int128 sum_g = (int128)t->g0 * f[0] + (int128)t->g1 * g[0];
    for (size_t i = 1; i < count; i++) {
        sum_f = (sum_f >> STEPS) + (int128)t->f0 * f[i] + (int128)t->f1 * g[i];
        sum_g = (sum_g >> STEPS) + (int128)t->g0 * f[i] + (int128)t->g1 * g[i];
        f[i - 1] = (int64_t)((uint64_t)sum_f & LIMB_MASK);
        g[i - 1] = (int64_t)((uint64_t)sum_g & LIMB_MASK);
    }
    f[count - 1] = (int64_t)(sum_f >> STEPS);
    g[count - 1] = (int64_t)(sum_g >> STEPS);
}

static void subtract_if_not_negative(int64_t *a, const int64_t *q, size_t count)
{
    if (a[count - 1] < 0)
        return;
    int64_t carry = 0;
    for (size_t i = 0; i < count - 1; i++) {
        carry += a[i] - q[i];
        a[i] = (int64_t)((uint64_t)carry & LIMB_MASK);
        carry >>= STEPS;
    }
    a[count - 1] += carry - q[count - 1];
}

/* The same modulo q, for d and e in [-q, q): a multiple of q below 2^62 * q makes each sum divisible. */
INLINE void apply_steps_modulo(const step_matrix *t, int64_t *d, int64_t *e, const int64_t *q, uint64_t inverse,
                               size_t count)
{
    int128 sum_d = (int128)t->f0 * d[0] + (int128)t->f1 * e[0];
    int128 sum_e = (int128)t->g0 * d[0] + (int128)t->g1 * e[0];
    int64_t times_d = (int64_t)(-(uint64_t)sum_d * inverse & LIMB_MASK);
    int64_t times_e = (int64_t)(-(uint64_t)sum_e * inverse & LIMB_MASK);
    sum_d += (int128)times_d * q[0];
    sum_e += (int128)times_e * q[0];
    for (size_t i = 1; i < count; i++) {
        sum_d = (sum_d >> STEPS) + (int128)t->f0 * d[i] + (int128)t->f1 * e[i] + (int128)times_d * q[i];
        sum_e = (sum_e >> STEPS) + (int128)t->g0 * d[i] + (int128)t->g1 * e[i] + (int128)times_e * q[i];
        d[i - 1] = (int64_t)((uint64_t)sum_d & LIMB_MASK);
        e[i - 1] = (int64_t)((uint64_t)sum_e & LIMB_MASK);
    }
    d[count - 1] = (int64_t)(sum_d >> STEPS);
    e[count - 1] = (int64_t)(sum_e >> STEPS);
    subtract_if_not_negative(d, q, count);
    subtract_if_not_negative(e, q, count);
}

INLINE void inverse_vartime(const scalar_order *order, uint64_t *r, const uint64_t *a, size_t limbs, size_t count)
{
    int64_t q[MAX_SIGNED], f[MAX_SIGNED], g[MAX_SIGNED], d[MAX_SIGNED] = {0}, e[MAX_SIGNED] = {1};
    to_signed(q, order->q, limbs, count);
    memcpy(f, q, sizeof q);
    to_signed(g, a, limbs, count);
    int64_t delta = 1;
    while (!limbs_are_zero((const uint64_t *)g, count)) { /* a * d = f and a * e = g modulo q, up to one factor */
        step_matrix t;
        delta = division_steps(&t, delta, (uint64_t)f[0], (uint64_t)g[0]);
        apply_steps(&t, f, g, count);
        apply_steps_modulo(&t, d, e, q, -order->negated, count);
    }
    int f_is_one = f[count - 1] >= 0; /* else minus one */
    if (d[count - 1] < 0) {
        int64_t carry = 0;
        for (size_t i = 0; i < count; i++) {
            carry += d[i] + q[i];
            d[i] = (int64_t)((uint64_t)carry & LIMB_MASK);
            carry >>= STEPS;
        }
    }
    from_signed(r, d, limbs);
    if (!f_is_one)
        scalar_negate(order, r, r);
}

void scalar_inverse_vartime(const scalar_order *order, uint64_t *r, const uint64_t *a)
{
    if (order->limbs == 4)
        inverse_vartime(order, r, a, 4, 5);
    else
        inverse_vartime(order, r, a, 8, 9);
}
