/* The scheme of GOST R 34.10 over the arithmetic that fits the curve and the processor. */
#include "curve.h"

#include <stdlib.h>
#include <string.h>

#define SPECIAL_256 UINT64_C(617) /* p = 2^256 - 617 */
#define SPECIAL_512 UINT64_C(569) /* p = 2^512 - 569 */

static const curve_arithmetic *choose(const uint64_t *p, size_t limbs, int portable)
{
    uint64_t lowest = -(limbs == 4 ? SPECIAL_256 : SPECIAL_512), all = ~UINT64_C(0);
    for (size_t i = 1; i < limbs; i++)
        all &= p[i];
    int special = p[0] == lowest && all == ~UINT64_C(0);
#ifdef HAS_MULX
    if (!portable && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("adx")) {
        if (limbs == 4)
            return special ? &special_256_mulx : &montgomery_256_mulx;
        if (special)
            return &special_512_mulx;
    }
#else
    (void)portable;
#endif
    if (limbs == 4)
        return special ? &special_256 : &montgomery_256;
    return special ? &special_512 : &montgomery_512;
}

int curve_init(curve *c, size_t size, const uint8_t *p, const uint8_t *a, const uint8_t *b, const uint8_t *q,
               const uint8_t *x, const uint8_t *y, int portable)
{
    uint64_t number[MAX_LIMBS], field_a[MAX_LIMBS], field_b[MAX_LIMBS], base[2 * MAX_LIMBS];
    memset(c, 0, sizeof *c);
    c->limbs = size / 8;
    limbs_from_be(number, q, c->limbs);
    scalar_order_init(&c->order, number, c->limbs);
    limbs_from_be(number, p, c->limbs);
    scalar_order_init(&c->prime, number, c->limbs);
    c->cofactor_is_1 = __builtin_clzll(c->prime.q[c->limbs - 1]) == __builtin_clzll(c->order.q[c->limbs - 1]);
    c->arithmetic = choose(number, c->limbs, portable);
    limbs_from_be(field_a, a, c->limbs);
    limbs_from_be(field_b, b, c->limbs);
    limbs_from_be(base, x, c->limbs);
    limbs_from_be(base + c->limbs, y, c->limbs);
    return c->arithmetic->prepare(c, field_a, field_b, base);
}

void curve_clear(curve *c)
{
    free(c->wide_table);
    free(c->narrow_table);
}

int curve_load_key(const curve *c, uint64_t *point, const uint8_t *key)
{
    uint64_t coordinates[2 * MAX_LIMBS];
    limbs_from_be(coordinates, key, c->limbs);
    limbs_from_be(coordinates + c->limbs, key + 8 * c->limbs, c->limbs);
    return c->arithmetic->load(c, point, coordinates);
}

static int read_pair(const curve *c, uint64_t *u1, uint64_t *u2, uint64_t *r, const uint8_t *digest,
                     const uint8_t *signature)
{
    uint64_t s[MAX_LIMBS], v[MAX_LIMBS];
    if (!scalar_from_signature(&c->order, r, s, signature))
        return 0;
    scalar_from_digest(&c->order, v, digest);
    scalar_inverse_vartime(&c->order, v, v);
    scalar_verification_pair(&c->order, u1, u2, v, r, s);
    return 1;
}

int curve_verify(const curve *c, const uint64_t *point, const uint8_t *digest, const uint8_t *signature)
{
    uint64_t u1[MAX_LIMBS], u2[MAX_LIMBS], r[MAX_LIMBS];
    return read_pair(c, u1, u2, r, digest, signature) && c->arithmetic->verify(c, point, u1, u2, r);
}

void *curve_keep(const curve *c, const uint64_t *point)
{
    return c->arithmetic->keep(c, point);
}

int curve_verify_kept(const curve *c, const void *table, const uint8_t *digest, const uint8_t *signature)
{
    uint64_t u1[MAX_LIMBS], u2[MAX_LIMBS], r[MAX_LIMBS];
    return read_pair(c, u1, u2, r, digest, signature) && c->arithmetic->verify_kept(c, table, u1, u2, r);
}

static void point_to_be(const curve *c, uint8_t *bytes, const uint64_t *coordinates)
{
    limbs_to_be(bytes, coordinates, c->limbs);
    limbs_to_be(bytes + 8 * c->limbs, coordinates + c->limbs, c->limbs);
}

int curve_public_key(const curve *c, uint8_t *key, const uint8_t *private_key)
{
    uint64_t d[MAX_LIMBS], coordinates[2 * MAX_LIMBS];
    limbs_from_be(d, private_key, c->limbs);
    int good = scalar_in_range(&c->order, d);
    if (good) {
        c->arithmetic->multiply_base(c, coordinates, d);
        point_to_be(c, key, coordinates);
    }
    wipe(d, sizeof d);
    return good;
}

int curve_sign(const curve *c, uint8_t *signature, const uint8_t *private_key, const uint8_t *nonce,
               const uint8_t *digest)
{
    const scalar_order *order = &c->order;
    uint64_t d[MAX_LIMBS], k[MAX_LIMBS], wide[2 * MAX_LIMBS], coordinates[2 * MAX_LIMBS];
    uint64_t r[MAX_LIMBS], s[MAX_LIMBS], e[MAX_LIMBS];
    limbs_from_be(d, private_key, c->limbs);
    limbs_from_be(wide, nonce, 2 * c->limbs);
    scalar_reduce_wide(order, k, wide);
    int good = scalar_in_range(order, d) && scalar_in_range(order, k);
    if (good) {
        c->arithmetic->multiply_base(c, coordinates, k);
        memset(wide, 0, sizeof wide);
        memcpy(wide, coordinates, c->limbs * sizeof *wide);
        scalar_reduce_wide(order, r, wide);
        scalar_from_digest(order, e, digest);
        scalar_mul(order, s, r, d); /* s = r * d + k * e */
        scalar_mul(order, e, k, e);
        scalar_add(order, s, s, e);
        good = scalar_in_range(order, r) && scalar_in_range(order, s);
    }
    if (good) {
        limbs_to_be(signature, s, c->limbs);
        limbs_to_be(signature + 8 * c->limbs, r, c->limbs);
    }
    wipe(d, sizeof d);
    wipe(k, sizeof k);
    wipe(e, sizeof e);
    wipe(wide, sizeof wide);
    wipe(coordinates, sizeof coordinates);
    return good;
}

int curve_multiply(const curve *c, uint8_t *product, const uint8_t *k, const uint8_t *point)
{
    uint64_t scalar[MAX_LIMBS], loaded[2 * MAX_LIMBS], coordinates[2 * MAX_LIMBS];
    limbs_from_be(scalar, k, c->limbs);
    int good = scalar_in_range(&c->order, scalar) && curve_load_key(c, loaded, point) &&
               (c->cofactor_is_1 || c->arithmetic->has_order_q(c, loaded));
    if (good) {
        c->arithmetic->multiply(c, coordinates, loaded, scalar);
        point_to_be(c, product, coordinates);
    }
    wipe(scalar, sizeof scalar);
    wipe(coordinates, sizeof coordinates);
    return good;
}
