/* Points in constant time, for secret scalars: homogeneous coordinates (X/Z, Y/Z) and the one complete addition of
 * Renes, Costello and Batina ("Complete addition formulas for prime order elliptic curves", 2015, algorithm 1). It is
 * right for every two points of odd order, doubling and infinity (0 : 1 : 0) included, so nothing needs a branch. A
 * part of curve_template.h. */

typedef struct {
    fe x, y, z;
} projective;

#define NARROW 5 /* bits of a secret digit; of tables of 16 points every point is read for it */
#define NARROW_HALF (1 << (NARROW - 1))

/* All ones if a = b, else zero, for numbers below 2^63; the compiler is kept from making a branch of it. */
INLINE uint64_t equal_mask(uint64_t a, uint64_t b)
{
    uint64_t mask = -(((a ^ b) - 1) >> 63);
    __asm__("" : "+r"(mask));
    return mask;
}

INLINE void fe_take(fe *r, uint64_t mask, const fe *a)
{
    for (size_t i = 0; i < LIMBS; i++)
        r->v[i] |= a->v[i] & mask;
}

static void complete_add(const curve *c, projective *r, const projective *p, const projective *q)
{
    fe a = fe_constant(c->a), triple_b = fe_constant(c->triple_b);
    fe xx, yy, zz, xy, xz, yz, sum, other;
    MUL(xx, p->x, q->x);
    MUL(yy, p->y, q->y);
    MUL(zz, p->z, q->z);
    ADD(sum, p->x, p->y); /* xy = X1 Y2 + X2 Y1, and so on */
    ADD(other, q->x, q->y);
    MUL(xy, sum, other);
    SUB(xy, xy, xx);
    SUB(xy, xy, yy);
    ADD(sum, p->x, p->z);
    ADD(other, q->x, q->z);
    MUL(xz, sum, other);
    SUB(xz, xz, xx);
    SUB(xz, xz, zz);
    ADD(sum, p->y, p->z);
    ADD(other, q->y, q->z);
    MUL(yz, sum, other);
    SUB(yz, yz, yy);
    SUB(yz, yz, zz);

    fe middle, low, high, slope, a_zz;
    MUL(middle, a, xz);
    MUL(sum, triple_b, zz);
    ADD(middle, middle, sum);
    SUB(low, yy, middle);
    ADD(high, yy, middle);
    MUL(a_zz, a, zz);
    ADD(slope, xx, xx);
    ADD(slope, slope, xx);
    ADD(slope, slope, a_zz);
    SUB(xx, xx, a_zz);
    MUL(xx, a, xx);
    MUL(other, triple_b, xz);
    ADD(other, other, xx);

    MUL(sum, xy, low);
    MUL(xx, yz, other);
    SUB(r->x, sum, xx);
    MUL(sum, slope, other);
    MUL(xx, high, low);
    ADD(r->y, sum, xx);
    MUL(sum, yz, high);
    MUL(xx, xy, slope);
    ADD(r->z, sum, xx);
}

/* Size of a secret digit, and its sign as a mask. */
INLINE uint64_t digit_size(int16_t digit, uint64_t *negative)
{
    uint64_t sign = (uint64_t)((int64_t)digit >> 63);
    __asm__("" : "+r"(sign));
    *negative = sign;
    return ((uint64_t)(int64_t)digit ^ sign) - sign;
}

INLINE void negate_if(const curve *c, fe *y, uint64_t negative)
{
    fe negated;
    SUB(negated, fe_zero, *y);
    limbs_select(y->v, negative, negated.v, y->v, LIMBS);
}

/* Coordinates of a finite point. */
static void to_coordinates(const curve *c, uint64_t *coordinates, const projective *point)
{
    fe inverse, x, y;
    fe_inverse(c, &inverse, &point->z);
    MUL(x, point->x, inverse);
    MUL(y, point->y, inverse);
    fe_to_limbs(c, coordinates, &x);
    fe_to_limbs(c, coordinates + LIMBS, &y);
    wipe(&inverse, sizeof inverse);
}

static void multiply_base(const curve *c, uint64_t *coordinates, const uint64_t *k)
{
    const fe one = fe_constant(c->one);
    const affine *row = c->narrow_table;
    int16_t digits[WINDOWS(NARROW)];
    projective sum = {fe_zero, one, fe_zero}, entry;
    to_digits(digits, k, NARROW);
    for (size_t i = 0; i < WINDOWS(NARROW); i++, row += NARROW_HALF) {
        uint64_t negative, size = digit_size(digits[i], &negative), zero = equal_mask(size, 0);
        memset(&entry, 0, sizeof entry);
        for (size_t j = 0; j < NARROW_HALF; j++) {
            uint64_t mask = equal_mask(size, j + 1);
            fe_take(&entry.x, mask, &row[j].x);
            fe_take(&entry.y, mask, &row[j].y);
        }
        fe_take(&entry.y, zero, &one);
        fe_take(&entry.z, ~zero, &one);
        negate_if(c, &entry.y, negative);
        complete_add(c, &sum, &sum, &entry);
    }
    to_coordinates(c, coordinates, &sum);
    wipe(digits, sizeof digits);
    wipe(&entry, sizeof entry);
    wipe(&sum, sizeof sum);
}

static void multiply(const curve *c, uint64_t *coordinates, const uint64_t *point, const uint64_t *k)
{
    const fe one = fe_constant(c->one);
    const projective infinity = {fe_zero, one, fe_zero};
    projective table[NARROW_HALF + 1] = {infinity}, sum = infinity, entry;
    int16_t digits[WINDOWS(NARROW)];
    memcpy(&table[1], point, sizeof(affine));
    table[1].z = one;
    for (size_t i = 2; i <= NARROW_HALF; i++)
        complete_add(c, &table[i], &table[i - 1], &table[1]);
    to_digits(digits, k, NARROW);
    for (size_t i = WINDOWS(NARROW); i-- > 0;) {
        for (int bit = 0; bit < NARROW; bit++)
            complete_add(c, &sum, &sum, &sum);
        uint64_t negative, size = digit_size(digits[i], &negative);
        memset(&entry, 0, sizeof entry);
        for (size_t j = 0; j <= NARROW_HALF; j++) {
            uint64_t mask = equal_mask(size, j);
            fe_take(&entry.x, mask, &table[j].x);
            fe_take(&entry.y, mask, &table[j].y);
            fe_take(&entry.z, mask, &table[j].z);
        }
        negate_if(c, &entry.y, negative);
        complete_add(c, &sum, &sum, &entry);
    }
    to_coordinates(c, coordinates, &sum);
    wipe(digits, sizeof digits);
    wipe(&entry, sizeof entry);
    wipe(&sum, sizeof sum);
}
