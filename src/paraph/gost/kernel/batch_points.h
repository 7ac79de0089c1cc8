/* Points in eight lanes, by the formulas for finite points that differ. Where these do not apply, Z becomes zero, and
 * stays so whatever is added. */
#ifndef PARAPH_BATCH_POINTS_H
#define PARAPH_BATCH_POINTS_H

#include "batch_lanes.h"

/* Jacobian: the affine point is (x / z^2, y / z^3). */
typedef struct {
    lanes x, y, z;
} point;

typedef struct {
    lanes x, y;
} affine;

/* On y^2 = x^3 + ax + b. */
static void double_point(point *p, const lanes *a, int a_is_minus_3)
{
    lanes z2 = squared(p->z), y2 = squared(p->y), slope, beta;
    if (a_is_minus_3) {
        lanes both = product(settle(minus(p->x, z2)), settle(plus(p->x, z2))); /* x^2 - z^4 */
        beta = times(p->x, y2);
        slope = settle(plus(shifted(both, 1), both));
    } else {
        lanes x2 = square(p->x), z4 = squared(z2);
        beta = times(p->x, y2);
        slope = settle(plus(plus(shifted(x2, 1), x2), product(*a, z4)));
    }
    lanes yz = product(p->y, p->z);
    p->x = settle(minus(square(slope), shifted(beta, 3)));
    lanes y4 = squared(y2);
    lanes fall = settle(minus(shifted(beta, 2), p->x));
    p->z = settle(shifted(yz, 1));
    p->y = settle(minus(product(slope, fall), shifted(y4, 3)));
}

/* The end of an addition: h and r are the differences of the x and of the y brought to one z. */
INLINE void finish_sum(point *p, lanes x, lanes y, lanes h, lanes r)
{
    lanes h2 = squared(h);
    lanes h3 = times(h2, h), v = times(x, h2);
    p->x = settle(minus(square(r), plus(h3, shifted(v, 1))));
    lanes drop = times(y, h3);
    p->y = settle(minus(product(r, settle(minus(v, p->x))), drop));
}

static void add_affine(point *p, const affine *other)
{
    lanes z2 = squared(p->z);
    lanes h = settle(minus(product(other->x, z2), p->x));
    lanes z3 = times(z2, p->z);
    lanes r = settle(minus(product(other->y, z3), p->y));
    p->z = times(p->z, h);
    finish_sum(p, p->x, p->y, h, r);
}

static void add_point(point *p, const point *other)
{
    lanes z2 = squared(p->z), w2 = squared(other->z);
    lanes x = times(p->x, w2), z3 = times(z2, p->z), w3 = times(w2, other->z);
    lanes h = settle(minus(product(other->x, z2), x));
    lanes y = times(p->y, w3), zw = times(p->z, other->z);
    lanes r = settle(minus(product(other->y, z3), y));
    p->z = times(zw, h);
    finish_sum(p, x, y, h, r);
}

static void select_point(point *p, __mmask8 mask, const point *other)
{
    __m512i *to = (__m512i *)p;
    const __m512i *from = (const __m512i *)other;
    for (int i = 0; i < 3 * LIMBS; i++)
        to[i] = _mm512_mask_mov_epi64(to[i], mask, from[i]);
}

#endif
