/* Eight numbers modulo p = 2^256 - 617 at once, with AVX-512 IFMA. For public values only.
 *
 * A number is five limbs of 52 bits, limb k of all eight standing in one vector. It is settled when the lower four
 * limbs are below 2^52 and the highest below 2^48 + 2^7: then it is below 2p and has one form, so that zero is found
 * by looking. Products need settled factors. Their results, sums and differences are loose: limbs may use all 64
 * bits, none may be negative; `settle` takes limbs below 2^58 (the highest: 2^61). */
#ifndef PARAPH_BATCH_LANES_H
#define PARAPH_BATCH_LANES_H

#include "limbs.h"

#define LANES 8
#define LIMBS 5
#define LIMB_BITS 52
#define TOP_BITS 48 /* of the highest limb below 2^256 */
#define PRIME_TAIL 617

typedef struct {
    __m512i limb[LIMBS];
} lanes;

INLINE __m512i same(uint64_t value)
{
    return _mm512_set1_epi64((long long)value);
}

#define LIMB_MASK same((UINT64_C(1) << LIMB_BITS) - 1)

INLINE lanes settle(lanes a)
{
    __m512i over = _mm512_srli_epi64(a.limb[4], TOP_BITS); /* 2^256 is 617 */
    a.limb[4] = _mm512_and_si512(a.limb[4], same((UINT64_C(1) << TOP_BITS) - 1));
    a.limb[0] = _mm512_madd52lo_epu64(a.limb[0], over, same(PRIME_TAIL));
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        a.limb[i + 1] = _mm512_add_epi64(a.limb[i + 1], _mm512_srli_epi64(a.limb[i], LIMB_BITS));
        a.limb[i] = _mm512_and_si512(a.limb[i], LIMB_MASK);
    }
    return a;
}

INLINE lanes plus(lanes a, lanes b)
{
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++)
        a.limb[i] = _mm512_add_epi64(a.limb[i], b.limb[i]);
    return a;
}

INLINE lanes shifted(lanes a, unsigned bits)
{
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++)
        a.limb[i] = _mm512_slli_epi64(a.limb[i], bits);
    return a;
}

/* a - b where b is at most eight times a settled number: 16p is added, in limbs none of which b exceeds. */
INLINE lanes minus(lanes a, lanes b)
{
    const uint64_t low = UINT64_C(1) << (LIMB_BITS + 5), top = UINT64_C(16) << TOP_BITS, lent = 1 << 5;
    const uint64_t sixteen_p[LIMBS] = {low - 16 * PRIME_TAIL, low - lent, low - lent, low - lent, top - lent};
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++)
        a.limb[i] = _mm512_sub_epi64(_mm512_add_epi64(a.limb[i], same(sixteen_p[i])), b.limb[i]);
    return a;
}

/* The sum of column[k] * 2^(52 * k), k < 10, columns below 2^57: a loose number. Multiplications look at the lowest 52
 * bits of a column alone, so what was carried need not be taken off. */
INLINE lanes folded(__m512i column[2 * LIMBS])
{
    const __m512i fold = same(16 * PRIME_TAIL), zero = _mm512_setzero_si512(); /* 2^260 is 16 * 617 */
    lanes r;
#pragma GCC unroll 4
    for (int i = LIMBS; i < 2 * LIMBS - 1; i++)
        column[i + 1] = _mm512_add_epi64(column[i + 1], _mm512_srli_epi64(column[i], LIMB_BITS));
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++)
        r.limb[i] = _mm512_madd52lo_epu64(column[i], column[LIMBS + i], fold);
#pragma GCC unroll 4
    for (int i = 0; i < LIMBS - 1; i++)
        r.limb[i + 1] = _mm512_madd52hi_epu64(r.limb[i + 1], column[LIMBS + i], fold);
    __m512i last = _mm512_madd52hi_epu64(zero, column[2 * LIMBS - 1], fold); /* small: stays in the highest limb */
    r.limb[4] = _mm512_add_epi64(r.limb[4], _mm512_slli_epi64(last, LIMB_BITS));
    return r;
}

/* a * b, loose; a and b are settled. */
INLINE lanes product(lanes a, lanes b)
{
    __m512i column[2 * LIMBS];
#pragma GCC unroll 10
    for (int k = 0; k < 2 * LIMBS; k++)
        column[k] = _mm512_setzero_si512();
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++) {
#pragma GCC unroll 5
        for (int j = 0; j < LIMBS; j++)
            column[i + j] = _mm512_madd52lo_epu64(column[i + j], a.limb[i], b.limb[j]);
#pragma GCC unroll 5
        for (int j = 0; j < LIMBS; j++)
            column[i + j + 1] = _mm512_madd52hi_epu64(column[i + j + 1], a.limb[i], b.limb[j]);
    }
    return folded(column);
}

/* a * a, loose; a is settled. */
INLINE lanes square(lanes a)
{
    __m512i column[2 * LIMBS];
#pragma GCC unroll 10
    for (int k = 0; k < 2 * LIMBS; k++)
        column[k] = _mm512_setzero_si512();
#pragma GCC unroll 4
    for (int i = 0; i < LIMBS - 1; i++) {
#pragma GCC unroll 4
        for (int j = i + 1; j < LIMBS; j++)
            column[i + j] = _mm512_madd52lo_epu64(column[i + j], a.limb[i], a.limb[j]);
#pragma GCC unroll 4
        for (int j = i + 1; j < LIMBS; j++)
            column[i + j + 1] = _mm512_madd52hi_epu64(column[i + j + 1], a.limb[i], a.limb[j]);
    }
#pragma GCC unroll 8
    for (int k = 1; k < 2 * LIMBS - 1; k++)
        column[k] = _mm512_add_epi64(column[k], column[k]);
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++) {
        column[2 * i] = _mm512_madd52lo_epu64(column[2 * i], a.limb[i], a.limb[i]);
        column[2 * i + 1] = _mm512_madd52hi_epu64(column[2 * i + 1], a.limb[i], a.limb[i]);
    }
    return folded(column);
}

INLINE lanes times(lanes a, lanes b)
{
    return settle(product(a, b));
}

INLINE lanes squared(lanes a)
{
    return settle(square(a));
}

/* -a in the lanes of the mask, a in the others; settled. */
INLINE lanes negated_where(__mmask8 mask, lanes a)
{
    lanes zero = {{_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(),
                   _mm512_setzero_si512()}};
    lanes negated = settle(minus(zero, a));
#pragma GCC unroll 5
    for (int i = 0; i < LIMBS; i++)
        a.limb[i] = _mm512_mask_mov_epi64(a.limb[i], mask, negated.limb[i]);
    return a;
}

/* The lanes where a settled number is zero: 0 or p. */
INLINE __mmask8 is_zero(lanes a)
{
    const uint64_t full = (UINT64_C(1) << LIMB_BITS) - 1;
    const uint64_t prime[LIMBS] = {full + 1 - PRIME_TAIL, full, full, full, (UINT64_C(1) << TOP_BITS) - 1};
    __mmask8 zero = 0xff, is_prime = 0xff;
    for (int i = 0; i < LIMBS; i++) {
        zero &= _mm512_testn_epi64_mask(a.limb[i], a.limb[i]);
        is_prime &= _mm512_cmpeq_epi64_mask(a.limb[i], same(prime[i]));
    }
    return zero | is_prime;
}

/* Numbers of four words of 64 bits, word k of all lanes in one vector; settled. */
INLINE lanes from_words(const __m512i word[4])
{
    lanes a;
    a.limb[0] = word[0];
    a.limb[1] = _mm512_or_si512(_mm512_srli_epi64(word[0], 52), _mm512_slli_epi64(word[1], 12));
    a.limb[2] = _mm512_or_si512(_mm512_srli_epi64(word[1], 40), _mm512_slli_epi64(word[2], 24));
    a.limb[3] = _mm512_or_si512(_mm512_srli_epi64(word[2], 28), _mm512_slli_epi64(word[3], 36));
    for (int i = 0; i < 4; i++)
        a.limb[i] = _mm512_and_si512(a.limb[i], LIMB_MASK);
    a.limb[4] = _mm512_srli_epi64(word[3], 16);
    return a;
}

/* The same number in every lane. */
INLINE lanes broadcast(const uint64_t *number)
{
    const __m512i word[4] = {same(number[0]), same(number[1]), same(number[2]), same(number[3])};
    return from_words(word);
}

/* Rows become columns. */
INLINE void transpose(__m512i row[LANES])
{
    __m512i pair[LANES];
#pragma GCC unroll 4
    for (int i = 0; i < LANES; i += 2) {
        pair[i] = _mm512_unpacklo_epi64(row[i], row[i + 1]);
        pair[i + 1] = _mm512_unpackhi_epi64(row[i], row[i + 1]);
    }
#pragma GCC unroll 2
    for (int i = 0; i < 2; i++) {
        __m512i a = _mm512_shuffle_i64x2(pair[i], pair[i + 2], 0x44);
        __m512i b = _mm512_shuffle_i64x2(pair[i], pair[i + 2], 0xee);
        __m512i c = _mm512_shuffle_i64x2(pair[i + 4], pair[i + 6], 0x44);
        __m512i d = _mm512_shuffle_i64x2(pair[i + 4], pair[i + 6], 0xee);
        row[i] = _mm512_shuffle_i64x2(a, c, 0x88);
        row[i + 2] = _mm512_shuffle_i64x2(a, c, 0xdd);
        row[i + 4] = _mm512_shuffle_i64x2(b, d, 0x88);
        row[i + 6] = _mm512_shuffle_i64x2(b, d, 0xdd);
    }
}

#endif
