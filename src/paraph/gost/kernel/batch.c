/* Verification in eight lanes: u1 * base + u2 * key, each scalar in windows of odd signed digits, so that all lanes do
 * the same additions. A lane whose Z ends as zero is undecided: formulas were used where they do not apply. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) /* which names targets in another way */

#pragma GCC target("avx512f,avx512ifma")

#include "batch_points.h"
#include "scalar.h"

#define KEY_WINDOW 5
#define BASE_WINDOW 10 /* a multiple of KEY_WINDOW: every second addition of the key comes with one of the base */
#define KEY_ENTRIES (1 << (KEY_WINDOW - 1))
#define BASE_ENTRIES (1 << (BASE_WINDOW - 1))
#define DIGITS ((256 + KEY_WINDOW - 1) / KEY_WINDOW)
#define ROW 16 /* words: x, y, z, one unused */
#define SCALAR_WORDS 5 /* four, and a zero above */

struct batch_curve {
    lanes a, b, q;
    uint64_t base[BASE_ENTRIES][ROW]; /* odd multiples of the base point */
    scalar_order order;
    int a_is_minus_3;
};

typedef struct {
    _Alignas(64) uint64_t word[SCALAR_WORDS][LANES];
} scalars;

static const uint64_t PRIME[4] = {-(uint64_t)PRIME_TAIL, ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0)};

int batch_supported(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512ifma");
}

/* -- tables: for an odd d, row d / 2 is d times the point ------------------------------------------------- */

/* The point that stands in row[i] in lane i; z is left out for a table of affine points. */
INLINE void load_rows(point *p, const uint64_t *const row[LANES], int with_z)
{
    __m512i words[2 * LANES];
#pragma GCC unroll 8
    for (int i = 0; i < LANES; i++) {
        words[i] = _mm512_load_si512(row[i]);
        words[LANES + i] = _mm512_load_si512(row[i] + LANES);
    }
    transpose(words);
    transpose(words + LANES);
    for (int i = 0; i < LIMBS; i++) {
        p->x.limb[i] = words[i];
        p->y.limb[i] = words[LIMBS + i];
        if (with_z)
            p->z.limb[i] = words[2 * LIMBS + i];
    }
}

static void store_rows(uint64_t *const row[LANES], const point *p)
{
    __m512i words[2 * LANES];
    for (int i = 0; i < LIMBS; i++) {
        words[i] = p->x.limb[i];
        words[LIMBS + i] = p->y.limb[i];
        words[2 * LIMBS + i] = p->z.limb[i];
    }
    words[3 * LIMBS] = _mm512_setzero_si512();
    transpose(words);
    transpose(words + LANES);
    for (int i = 0; i < LANES; i++) {
        _mm512_store_si512(row[i], words[i]);
        _mm512_store_si512(row[i] + LANES, words[LANES + i]);
    }
}

/* Fills rows[lane * stride + entry]. The double of the point has z = w; on the curve where it is affine, x being
 * multiplied by w^2 and y by w^3, additions of it are cheaper, and multiplying z by w leads back. */
static void odd_multiples(const batch_curve *c, const affine *first, uint64_t (*rows)[ROW], size_t entries,
                          size_t stride)
{
    const uint64_t one[4] = {1};
    point twice = {first->x, first->y, broadcast(one)};
    double_point(&twice, &c->a, c->a_is_minus_3);
    lanes w = twice.z, w2 = squared(w);
    point multiple = {times(first->x, w2), times(first->y, times(w2, w)), broadcast(one)};
    affine step = {twice.x, twice.y};
    for (size_t entry = 0; entry < entries; entry++) {
        uint64_t *row[LANES];
        for (int i = 0; i < LANES; i++)
            row[i] = rows[i * stride + entry];
        point found = {multiple.x, multiple.y, times(multiple.z, w)};
        store_rows(row, &found);
        add_affine(&multiple, &step);
    }
}

/* a^(p - 2) */
static lanes inverse(lanes a)
{
    lanes r = a;
    for (int bit = 254; bit >= 0; bit--) {
        r = squared(r);
        if ((PRIME[bit / 64] - (bit < 64 ? 2 : 0)) >> bit % 64 & 1)
            r = times(r, a);
    }
    return r;
}

static void make_affine(uint64_t (*rows)[ROW], size_t entries)
{
    for (size_t entry = 0; entry < entries; entry += LANES) {
        uint64_t *row[LANES];
        for (int i = 0; i < LANES; i++)
            row[i] = rows[entry + i];
        point p;
        load_rows(&p, (const uint64_t *const *)row, 1);
        lanes z = inverse(p.z), z2 = squared(z);
        p.x = times(p.x, z2);
        p.y = times(p.y, times(z2, z));
        store_rows(row, &p);
    }
}

batch_curve *batch_curve_new(const uint8_t *a, const uint8_t *b, const uint8_t *q, const uint8_t *x,
                             const uint8_t *y)
{
    uint64_t number[4];
    batch_curve *c = aligned_alloc(64, (sizeof *c + 63) / 64 * 64);
    if (c == NULL)
        return NULL;
    limbs_from_be(number, q, 4);
    scalar_order_init(&c->order, number, 4);
    c->q = broadcast(number);
    limbs_from_be(number, b, 4);
    c->b = broadcast(number);
    limbs_from_be(number, a, 4);
    c->a = broadcast(number);
    c->a_is_minus_3 = number[0] == PRIME[0] - 3 && memcmp(number + 1, PRIME + 1, 3 * sizeof *number) == 0;
    affine base;
    limbs_from_be(number, x, 4);
    base.x = broadcast(number);
    limbs_from_be(number, y, 4);
    base.y = broadcast(number);
    odd_multiples(c, &base, c->base, BASE_ENTRIES, 0); /* the lanes are alike and may write over each other */
    make_affine(c->base, BASE_ENTRIES);
    return c;
}

void batch_curve_free(batch_curve *c)
{
    free(c);
}

/* -- scalars ---------------------------------------------------------------------------------------------- */

/* Digit number `at` of k | 1 written in digits +-1, +-3 ... +-(2^width - 1) of weight 2^(width * at): the row of its
 * size, and the lanes where it is negative. */
INLINE __mmask8 digit(__m512i *row, const scalars *k, unsigned at, unsigned width)
{
    unsigned bit = width * at, shift = bit % 64;
    const __m512i *word = (const __m512i *)k->word + bit / 64;
    __m512i bits = _mm512_srl_epi64(word[0], _mm_cvtsi32_si128((int)shift));
    if (shift + width >= 64)
        bits = _mm512_or_si512(bits, _mm512_sll_epi64(word[1], _mm_cvtsi32_si128((int)(64 - shift))));
    if (bit + width >= 256) { /* the highest has no sign */
        *row = _mm512_srli_epi64(bits, 1);
        return 0;
    }
    bits = _mm512_and_si512(bits, same((UINT64_C(2) << width) - 1));
    /* The digit is (bits | 1) - 2^width; without its sign and halved, row r stands opposite to row -1 - r. */
    __m512i half = _mm512_sub_epi64(_mm512_srli_epi64(bits, 1), same(UINT64_C(1) << (width - 1)));
    __mmask8 negative = _mm512_cmplt_epi64_mask(half, _mm512_setzero_si512());
    *row = _mm512_mask_xor_epi64(half, negative, half, same(~UINT64_C(0)));
    return negative;
}

INLINE void pick(point *p, const scalars *k, unsigned at, const uint64_t (*rows)[ROW], size_t stride, int with_z,
                 unsigned width)
{
    _Alignas(64) uint64_t number[LANES];
    const uint64_t *row[LANES];
    __m512i wanted;
    __mmask8 negative = digit(&wanted, k, at, width);
    _mm512_store_si512(number, wanted);
    for (int i = 0; i < LANES; i++)
        row[i] = rows[i * stride + number[i]];
    load_rows(p, row, with_z);
    p->y = negated_where(negative, p->y);
}

/* -- verification ----------------------------------------------------------------------------------------- */

typedef struct {
    scalars u1, u2, r, x, y;
    uint8_t candidates[LANES]; /* numbers below p that are r modulo q; none when something is out of range */
} inputs;

static void put(scalars *all, size_t lane, const uint64_t *number)
{
    for (int i = 0; i < 4; i++)
        all->word[i][lane] = number[i];
}

static uint8_t count_candidates(const batch_curve *c, const uint64_t *r)
{
    uint64_t number[4];
    uint8_t count = 0;
    memcpy(number, r, sizeof number);
    do
        count++;
    while (limbs_add(number, number, c->order.q, 4) == 0 && limbs_less(number, PRIME, 4));
    return count;
}

/* u1 and u2 of every signature; the digests' numbers e are inverted all at once. */
static void multipliers(const batch_curve *c, inputs *in, uint64_t (*e)[4], uint64_t (*r)[4], uint64_t (*s)[4],
                        size_t count)
{
    uint64_t before[LANES + 1][4] = {{1}}, rest[4], v[4], u1[4], u2[4]; /* before[i]: product of all e up to i */
    for (size_t i = 0; i < count; i++)
        scalar_mul(&c->order, before[i + 1], before[i], e[i]);
    scalar_inverse_vartime(&c->order, rest, before[count]);
    for (size_t i = count; i-- > 0;) {
        scalar_mul(&c->order, v, rest, before[i]);
        scalar_mul(&c->order, rest, rest, e[i]);
        scalar_verification_pair(&c->order, u1, u2, v, r[i], s[i]);
        put(&in->u1, i, u1);
        put(&in->u2, i, u2);
    }
}

static void read_inputs(const batch_curve *c, inputs *in, const uint8_t *keys, const uint8_t *digests,
                        const uint8_t *signatures, size_t count)
{
    uint64_t r[LANES][4], s[LANES][4], e[LANES][4], x[4], y[4];
    memset(in, 0, sizeof *in);
    for (size_t i = 0; i < count; i++) {
        limbs_from_be(x, keys + 64 * i, 4);
        limbs_from_be(y, keys + 64 * i + 32, 4);
        scalar_from_digest(&c->order, e[i], digests + 32 * i);
        int fit = scalar_from_signature(&c->order, r[i], s[i], signatures + 64 * i);
        fit &= limbs_less(x, PRIME, 4) & limbs_less(y, PRIME, 4);
        in->candidates[i] = fit ? count_candidates(c, r[i]) : 0;
        put(&in->x, i, x);
        put(&in->y, i, y);
        put(&in->r, i, r[i]);
    }
    multipliers(c, in, e, r, s, count);
}

static lanes in_lanes(const scalars *numbers)
{
    const __m512i *word = (const __m512i *)numbers->word;
    return from_words(word);
}

static __mmask8 on_curve(const batch_curve *c, const affine *p)
{
    lanes right = settle(plus(product(settle(plus(squared(p->x), c->a)), p->x), c->b));
    return is_zero(settle(minus(square(p->y), right)));
}

static void subtract_where_even(point *sum, const scalars *k, const affine *p)
{
    point with_one_less = *sum;
    affine negative = {p->x, negated_where(0xff, p->y)};
    add_affine(&with_one_less, &negative);
    __mmask8 even = _mm512_testn_epi64_mask(_mm512_load_si512(k->word[0]), same(1));
    select_point(sum, even, &with_one_less);
}

/* sum = u1 * base + u2 * key */
static void multiply(const batch_curve *c, point *sum, const affine *key, const inputs *in)
{
    _Alignas(64) uint64_t rows[LANES * KEY_ENTRIES][ROW];
    point entry;
    odd_multiples(c, key, rows, KEY_ENTRIES, KEY_ENTRIES);
    pick(sum, &in->u2, DIGITS - 1, rows, KEY_ENTRIES, 1, KEY_WINDOW);
    for (unsigned at = DIGITS - 1; at-- > 0;) {
        for (int i = 0; i < KEY_WINDOW; i++)
            double_point(sum, &c->a, c->a_is_minus_3);
        pick(&entry, &in->u2, at, rows, KEY_ENTRIES, 1, KEY_WINDOW);
        add_point(sum, &entry);
        if (at % (BASE_WINDOW / KEY_WINDOW) == 0) {
            pick(&entry, &in->u1, at * KEY_WINDOW / BASE_WINDOW, c->base, 0, 0, BASE_WINDOW);
            affine base = {entry.x, entry.y};
            add_affine(sum, &base);
        }
    }
    affine base;
    for (int i = 0; i < LIMBS; i++) {
        base.x.limb[i] = same(c->base[0][i]);
        base.y.limb[i] = same(c->base[0][LIMBS + i]);
    }
    subtract_where_even(sum, &in->u1, &base);
    subtract_where_even(sum, &in->u2, key);
}

/* The lanes where the affine x of the sum is one of the candidates. */
static __mmask8 matches(const batch_curve *c, const point *sum, const inputs *in)
{
    lanes candidate = in_lanes(&in->r), z2 = squared(sum->z);
    __mmask8 found = 0;
    for (uint8_t number = 0;; number++) {
        __mmask8 asked = 0;
        for (int i = 0; i < LANES; i++)
            asked |= (__mmask8)((number < in->candidates[i]) << i);
        if (asked == 0)
            return found;
        found |= asked & is_zero(settle(minus(product(candidate, z2), sum->x)));
        candidate = settle(plus(candidate, c->q));
    }
}

void batch_verify(const batch_curve *c, const uint8_t *keys, const uint8_t *digests, const uint8_t *signatures,
                  size_t count, uint8_t *answers)
{
    inputs in;
    point sum;
    read_inputs(c, &in, keys, digests, signatures, count);
    affine key = {in_lanes(&in.x), in_lanes(&in.y)};
    __mmask8 fit = on_curve(c, &key);
    multiply(c, &sum, &key, &in);
    __mmask8 undecided = is_zero(sum.z), holding = matches(c, &sum, &in);
    for (size_t i = 0; i < count; i++)
        if (!(fit >> i & 1) || in.candidates[i] == 0)
            answers[i] = BATCH_REFUSED;
        else if (undecided >> i & 1)
            answers[i] = BATCH_UNDECIDED;
        else
            answers[i] = holding >> i & 1 ? BATCH_HOLDS : BATCH_REFUSED;
}

#else /* another processor: the caller verifies one by one */

int batch_supported(void)
{
    return 0;
}

batch_curve *batch_curve_new(const uint8_t *a, const uint8_t *b, const uint8_t *q, const uint8_t *x,
                             const uint8_t *y)
{
    (void)a, (void)b, (void)q, (void)x, (void)y;
    return NULL;
}

void batch_curve_free(batch_curve *c)
{
    (void)c;
}

void batch_verify(const batch_curve *c, const uint8_t *keys, const uint8_t *digests, const uint8_t *signatures,
                  size_t count, uint8_t *answers)
{
    (void)c, (void)keys, (void)digests, (void)signatures;
    memset(answers, BATCH_UNDECIDED, count);
}

#endif
