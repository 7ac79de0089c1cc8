/* Numbers of a fixed count of 64-bit limbs, the lowest first. Nothing here branches on or indexes by a value;
 * every count is a constant where these are inlined. */
#ifndef PARAPH_LIMBS_H
#define PARAPH_LIMBS_H

#include <stddef.h>
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define MAX_LIMBS 8 /* 512 bits */

#define INLINE static inline __attribute__((always_inline))

typedef unsigned __int128 uint128;

/* *r = a + b + carry; the new carry, 0 or 1. */
INLINE uint64_t limb_add(uint64_t *r, uint64_t a, uint64_t b, uint64_t carry)
{
#if defined(__x86_64__)
    unsigned long long sum;
    carry = _addcarry_u64((unsigned char)carry, a, b, &sum);
    *r = sum;
    return carry;
#else
    uint128 sum = (uint128)a + b + carry;
    *r = (uint64_t)sum;
    return (uint64_t)(sum >> 64);
#endif
}

/* *r = a - b - borrow; the new borrow, 0 or 1. */
INLINE uint64_t limb_sub(uint64_t *r, uint64_t a, uint64_t b, uint64_t borrow)
{
#if defined(__x86_64__)
    unsigned long long difference;
    borrow = _subborrow_u64((unsigned char)borrow, a, b, &difference);
    *r = difference;
    return borrow;
#else
    uint128 difference = (uint128)a - b - borrow;
    *r = (uint64_t)difference;
    return (uint64_t)(difference >> 64) & 1;
#endif
}

INLINE uint64_t limbs_add(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t count)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < count; i++)
        carry = limb_add(&r[i], a[i], b[i], carry);
    return carry;
}

INLINE uint64_t limbs_sub(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t count)
{
    uint64_t borrow = 0;
    for (size_t i = 0; i < count; i++)
        borrow = limb_sub(&r[i], a[i], b[i], borrow);
    return borrow;
}

/* r = mask ? a : b, for a mask of all ones or all zeros. The compiler must not see through it: it might branch, or use
 * vector registers, which wait for the limbs just stored one by one. */
INLINE void limbs_select(uint64_t *r, uint64_t mask, const uint64_t *a, const uint64_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t limb = ((a[i] ^ b[i]) & mask) ^ b[i];
        __asm__("" : "+r"(limb));
        r[i] = limb;
    }
}

INLINE int limbs_are_zero(const uint64_t *a, size_t count)
{
    uint64_t any = 0;
    for (size_t i = 0; i < count; i++)
        any |= a[i];
    return any == 0;
}

INLINE int limbs_less(const uint64_t *a, const uint64_t *b, size_t count)
{
    uint64_t borrow = 0, ignored;
    for (size_t i = 0; i < count; i++)
        borrow = limb_sub(&ignored, a[i], b[i], borrow);
    return (int)borrow;
}

INLINE uint64_t limb_from_le(const uint8_t *bytes)
{
    uint64_t limb = 0;
    for (int i = 7; i >= 0; i--)
        limb = limb << 8 | bytes[i];
    return limb;
}

INLINE void limbs_from_le(uint64_t *r, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        r[i] = limb_from_le(bytes + 8 * i);
}

INLINE void limbs_from_be(uint64_t *r, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        r[i] = __builtin_bswap64(limb_from_le(bytes + 8 * (count - 1 - i)));
}

INLINE void limbs_to_be(uint8_t *bytes, const uint64_t *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < 8; j++)
            bytes[8 * (count - 1 - i) + 7 - j] = (uint8_t)(a[i] >> 8 * j);
}

/* Bits [at, at + width) of a number, zero beyond its end; width < 64. The place is public, the bits may not be. */
INLINE uint64_t limbs_window(const uint64_t *a, size_t count, size_t at, unsigned width)
{
    size_t limb = at / 64, shift = at % 64;
    if (limb >= count)
        return 0;
    uint64_t bits = a[limb] >> shift;
    if (shift + width > 64 && limb + 1 < count)
        bits |= a[limb + 1] << (64 - shift);
    return bits & ((UINT64_C(1) << width) - 1);
}

/* Forget a secret: a store the compiler may not leave out. */
INLINE void wipe(void *secret, size_t size)
{
    volatile uint8_t *byte = secret;
    while (size--)
        *byte++ = 0;
}

/* The inverse of an odd number modulo 2^64: each step doubles the bits that are right, from 3. */
INLINE uint64_t limb_inverse(uint64_t odd)
{
    uint64_t inverse = odd;
    for (int i = 0; i < 5; i++)
        inverse *= 2 - odd * inverse;
    return inverse;
}

/* r = a * b / 2^(64 * count) mod m (Montgomery) for a odd m, b < m and any a; negated = -1/m mod 2^64. */
INLINE void montgomery_mul(uint64_t *r, const uint64_t *a, const uint64_t *b, const uint64_t *m, uint64_t negated,
                           size_t count)
{
    uint64_t t[MAX_LIMBS + 1] = {0};
#pragma GCC unroll 8
    for (size_t i = 0; i < count; i++) {
        uint64_t carry = 0, top;
#pragma GCC unroll 8
        for (size_t j = 0; j < count; j++) {
            uint128 sum = (uint128)b[j] * a[i] + t[j] + carry;
            t[j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        top = limb_add(&t[count], t[count], carry, 0);
        uint64_t factor = t[0] * negated;
        carry = (uint64_t)(((uint128)factor * m[0] + t[0]) >> 64);
#pragma GCC unroll 8
        for (size_t j = 1; j < count; j++) {
            uint128 sum = (uint128)factor * m[j] + t[j] + carry;
            t[j - 1] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        t[count] = top + limb_add(&t[count - 1], t[count], carry, 0);
    }
    uint64_t reduced[MAX_LIMBS];
    uint64_t borrow = limbs_sub(reduced, t, m, count);
    limbs_select(r, t[count] - borrow, t, reduced, count); /* all ones only when t < m */
}

#endif
