/* Points in variable time, for what is public: Jacobian coordinates, (X/Z^2, Y/Z^3), infinity having Z = 0. A part of
 * curve_template.h. */

typedef struct {
    fe x, y, z;
} jacobian;

/* A point to be added many times, with Z^2 and Z^3. */
typedef struct {
    fe x, y, z, zz, zzz;
} prepared;

#define WIDE 8                    /* bits of a scalar for each row of the base point's table: 33 rows of 128 points */
#define KEPT (LIMBS == 4 ? 7 : 6) /* the same for a kept key: 150 KB, or 350 KB for 512 bits */
#define WINDOW 5                  /* width of the signed windows for a key met once */
#define ODD_MULTIPLES (1 << (WINDOW - 2))

/* r = 2 * p; infinity stays infinity and order 2 gives it. An addition costs more than a product costs over a square,
 * so products stay that others trade for squares. */
static void jacobian_double(const curve *c, jacobian *r, const jacobian *p)
{
    fe twice_yy, beta, slope, zz, t;
    SQR(zz, p->z);
    SQR(twice_yy, p->y);
    MUL(r->z, p->y, p->z);
    ADD(twice_yy, twice_yy, twice_yy);
    if (c->a_is_minus_3) { /* 3 * x^2 + a * z^4 = 3 * (x - z^2) * (x + z^2) */
        SUB(t, p->x, zz);
        ADD(slope, p->x, zz);
        TRIPLE(t, t);
        MUL(slope, t, slope);
    } else {
        fe a = fe_constant(c->a);
        SQR(t, p->x);
        SQR(zz, zz);
        TRIPLE(slope, t);
        MUL(zz, zz, a);
        ADD(slope, slope, zz);
    }
    MUL(beta, p->x, twice_yy);
    ADD(r->z, r->z, r->z);
    ADD(beta, beta, beta);
    SQR(t, slope);
    SQR(twice_yy, twice_yy);
    SUB_TWICE(r->x, t, beta);
    SUB(beta, beta, r->x);
    ADD(twice_yy, twice_yy, twice_yy);
    MUL(t, beta, slope);
    SUB(r->y, t, twice_yy);
}

/* The rest of an addition of two points of different x, once they are (u1, s1) and (u1 + h, s1 + slope) over the common
 * denominator z. */
INLINE void finish_addition(const curve *c, jacobian *r, const fe *u1, const fe *s1, const fe *h, const fe *slope,
                            const fe *z)
{
    fe hh, hhh, v, x, t;
    SQR(hh, *h);
    SQR(x, *slope);
    MUL(v, *u1, hh);
    MUL(hhh, hh, *h);
    MUL(r->z, *z, *h);
    SUB(x, x, hhh);
    MUL(t, *s1, hhh);
    SUB_TWICE(r->x, x, v);
    SUB(v, v, r->x);
    MUL(v, v, *slope);
    SUB(r->y, v, t);
}

/* r = p + q, whatever the two are. */
static void add_affine(const curve *c, jacobian *r, const jacobian *p, const affine *q)
{
    fe zz, h, slope;
    if (fe_is_zero(c, &p->z)) {
        *r = (jacobian){q->x, q->y, fe_constant(c->one)};
        return;
    }
    SQR(zz, p->z);
    MUL(h, q->x, zz);
    MUL(slope, q->y, p->z);
    MUL(slope, slope, zz);
    SUB(h, h, p->x);
    SUB(slope, slope, p->y);
    if (!fe_is_zero(c, &h))
        finish_addition(c, r, &p->x, &p->y, &h, &slope, &p->z);
    else if (fe_is_zero(c, &slope))
        jacobian_double(c, r, p);
    else
        r->z = fe_zero;
}

static void add_prepared(const curve *c, jacobian *r, const jacobian *p, const prepared *q)
{
    fe zz, u1, s1, h, slope, z;
    if (fe_is_zero(c, &p->z)) {
        *r = (jacobian){q->x, q->y, q->z};
        return;
    }
    if (fe_is_zero(c, &q->z)) {
        *r = *p;
        return;
    }
    SQR(zz, p->z);
    MUL(z, p->z, q->z);
    MUL(u1, p->x, q->zz);
    MUL(s1, p->y, q->zzz);
    MUL(h, q->x, zz);
    MUL(slope, q->y, p->z);
    MUL(slope, slope, zz);
    SUB(h, h, u1);
    SUB(slope, slope, s1);
    if (!fe_is_zero(c, &h))
        finish_addition(c, r, &u1, &s1, &h, &slope, &z);
    else if (fe_is_zero(c, &slope))
        jacobian_double(c, r, p);
    else
        r->z = fe_zero;
}

static void prepare_point(const curve *c, prepared *r, const jacobian *p)
{
    r->x = p->x;
    r->y = p->y;
    r->z = p->z;
    SQR(r->zz, p->z);
    MUL(r->zzz, r->zz, p->z);
}

/* Affine forms of finite points, for one inversion. 0, or -1 without memory. */
static int to_affine(const curve *c, affine *r, const jacobian *points, size_t count)
{
    fe *products = malloc(count * sizeof *products);
    if (products == NULL)
        return -1;
    products[0] = points[0].z;
    for (size_t i = 1; i < count; i++)
        MUL(products[i], products[i - 1], points[i].z);
    fe rest, inverse, square;
    fe_inverse(c, &rest, &products[count - 1]);
    for (size_t i = count; i-- > 0;) {
        inverse = rest;
        if (i > 0) {
            MUL(inverse, rest, products[i - 1]);
            MUL(rest, rest, points[i].z);
        }
        SQR(square, inverse);
        MUL(r[i].x, points[i].x, square);
        MUL(square, square, inverse);
        MUL(r[i].y, points[i].y, square);
    }
    free(products);
    return 0;
}

/* The table of a point of no small order: row i holds d * 2^(width * i) times it for d = 1..2^(width-1). */
static affine *multiples(const curve *c, const affine *point, unsigned width)
{
    size_t half = (size_t)1 << (width - 1), count = WINDOWS(width) * half;
    jacobian *points = malloc(count * sizeof *points);
    affine *table = aligned_alloc(64, count * sizeof *table);
    if (points != NULL && table != NULL) {
        points[0] = (jacobian){point->x, point->y, fe_constant(c->one)};
        for (size_t row = 0; row < count; row += half) {
            jacobian *entry = points + row - 1; /* entry[d] is d times the row's first point */
            if (row > 0)
                jacobian_double(c, &entry[1], &entry[0]);
            prepared first;
            prepare_point(c, &first, &entry[1]);
            for (size_t d = 2; d <= half; d++)
                if (d % 2 == 0)
                    jacobian_double(c, &entry[d], &entry[d / 2]);
                else
                    add_prepared(c, &entry[d], &entry[d - 1], &first);
        }
        if (to_affine(c, table, points, count) == 0) {
            free(points);
            return table;
        }
    }
    free(points);
    free(table);
    return NULL;
}

/* sum += k times the point of the table. */
static void add_multiple(const curve *c, jacobian *sum, const affine *table, const uint64_t *k, unsigned width)
{
    int16_t digits[WINDOWS(2)];
    to_digits(digits, k, width);
    for (size_t i = 0; i < WINDOWS(width); i++, table += (size_t)1 << (width - 1)) {
        if (digits[i] > 0) {
            add_affine(c, sum, sum, &table[digits[i] - 1]);
        } else if (digits[i] < 0) {
            affine entry = table[-digits[i] - 1];
            SUB(entry.y, fe_zero, entry.y);
            add_affine(c, sum, sum, &entry);
        }
    }
}

/* The non-adjacent form of width WINDOW: odd digits below 2^(WINDOW-1) in size, the lowest first, between zeros.
 * The count of digits. */
static size_t to_sparse_digits(int8_t *digits, const uint64_t *k)
{
    size_t count = 0;
    unsigned carry = 0;
    memset(digits, 0, BITS + 1);
    for (size_t at = 0; at <= BITS;) {
        unsigned window = (unsigned)limbs_window(k, LIMBS, at, WINDOW) + carry;
        if (window % 2 == 0) {
            at++; /* a carry into an even window needs no place of its own: it stays for the next bit */
            continue;
        }
        carry = window >> (WINDOW - 1) & 1;
        digits[at] = (int8_t)((int)(window & ((1 << WINDOW) - 1)) - ((int)carry << WINDOW));
        count = at + 1;
        at += WINDOW;
    }
    return count;
}

/* r = k * point. */
static void multiply_once(const curve *c, jacobian *r, const affine *point, const uint64_t *k)
{
    jacobian multiple = {point->x, point->y, fe_constant(c->one)}, twice;
    prepared odd[ODD_MULTIPLES], step;
    jacobian_double(c, &twice, &multiple);
    prepare_point(c, &step, &twice);
    prepare_point(c, &odd[0], &multiple);
    for (size_t i = 1; i < ODD_MULTIPLES; i++) {
        add_prepared(c, &multiple, &multiple, &step);
        prepare_point(c, &odd[i], &multiple);
    }
    int8_t digits[BITS + 1];
    *r = (jacobian){fe_constant(c->one), fe_constant(c->one), fe_zero};
    for (size_t i = to_sparse_digits(digits, k); i-- > 0;) {
        jacobian_double(c, r, r);
        if (digits[i] > 0) {
            add_prepared(c, r, r, &odd[digits[i] / 2]);
        } else if (digits[i] < 0) {
            prepared entry = odd[-digits[i] / 2];
            SUB(entry.y, fe_zero, entry.y);
            add_prepared(c, r, r, &entry);
        }
    }
}

static int has_small_order(const curve *c, const affine *point)
{
    jacobian multiple = {point->x, point->y, fe_constant(c->one)};
    jacobian_double(c, &multiple, &multiple);
    jacobian_double(c, &multiple, &multiple);
    return fe_is_zero(c, &multiple.z);
}

static int has_order_q(const curve *c, const uint64_t *point)
{
    affine loaded;
    jacobian product;
    memcpy(&loaded, point, sizeof loaded);
    multiply_once(c, &product, &loaded, c->order.q);
    return fe_is_zero(c, &product.z);
}

/* Whether x modulo q is r, with no inversion: x is r, r + q, ... below p, and so is X / Z^2. */
static int has_x(const curve *c, const jacobian *point, const uint64_t *r)
{
    if (fe_is_zero(c, &point->z))
        return 0;
    fe zz, x;
    uint64_t candidate[LIMBS], carry = 0;
    SQR(zz, point->z);
    memcpy(candidate, r, sizeof candidate);
    while (!carry && limbs_less(candidate, c->prime.q, LIMBS)) {
        fe_from_limbs(c, &x, candidate);
        MUL(x, x, zz);
        SUB(x, x, point->x);
        if (fe_is_zero(c, &x))
            return 1;
        carry = limbs_add(candidate, candidate, c->order.q, LIMBS);
    }
    return 0;
}

static int verify(const curve *c, const uint64_t *point, const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    affine key;
    jacobian sum;
    memcpy(&key, point, sizeof key);
    multiply_once(c, &sum, &key, u2);
    add_multiple(c, &sum, c->wide_table, u1, WIDE);
    return has_x(c, &sum, r);
}

static void *keep(const curve *c, const uint64_t *point)
{
    affine key;
    memcpy(&key, point, sizeof key);
    return multiples(c, &key, KEPT);
}

static int verify_kept(const curve *c, const void *table, const uint64_t *u1, const uint64_t *u2, const uint64_t *r)
{
    jacobian sum = {fe_constant(c->one), fe_constant(c->one), fe_zero};
    add_multiple(c, &sum, c->wide_table, u1, WIDE);
    add_multiple(c, &sum, table, u2, KEPT);
    return has_x(c, &sum, r);
}
