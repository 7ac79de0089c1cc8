/* GOST R 34.11-2012 with AVX-512 VBMI and GFNI: no tables in memory, so no timing by cache either.
 *
 * L multiplies the 8 bytes of a word by a matrix over a field of 256 elements. FIELD maps that field onto the
 * one of GF2P8MULB (x^8 + x^4 + x^3 + x + 1); everything here lives on the other side of the map, the
 * substitution and the matrix included, and only chain and message cross it.
 *
 * A block is an 8 by 8 square of bytes with axes X and Y. A step mixes along one axis and what was the word's
 * number becomes the byte's place in it: so steps alternate between the axes and P needs no instruction.
 * Partners along an axis are p ^ r for r = 0..7; in the register's byte number (bits 5..0) axis X has the
 * bits 5, 3, 2 and axis Y the bits 4, 1, 0, so that r < 4 stays within 16 bytes and r = 4 swaps such lanes. */
#include "streebog_paths.h"

#if STREEBOG_HAS_AVX512
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi,gfni")))
#define INLINE TARGET static inline __attribute__((always_inline))
#define XOR3(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0x96)

typedef struct {
    __attribute__((aligned(64))) uint8_t b[64];
} vector;

/* The map as a matrix for GF2P8AFFINEQB; it is its own inverse. */
#define FIELD 0xffaacc88f0a0c080

/* The substitution of RFC 6986 section 6.2 seen through the map. */
static const uint8_t MAPPED_SUBSTITUTION[256] __attribute__((aligned(64))) = {
    130, 144, 16, 176, 111, 162, 35, 23, 94, 5, 49, 174, 132, 183, 175, 133,
    112, 151, 136, 182, 236, 58, 209, 224, 76, 171, 161, 20, 208, 137, 22, 36,
    197, 3, 4, 250, 247, 204, 106, 155, 127, 190, 25, 185, 13, 6, 146, 225,
    98, 72, 30, 134, 50, 145, 154, 78, 1, 242, 246, 93, 254, 27, 86, 40,
    10, 15, 113, 18, 217, 119, 66, 9, 19, 82, 116, 213, 248, 79, 228, 218,
    149, 165, 193, 90, 39, 148, 57, 69, 207, 105, 139, 63, 163, 160, 46, 131,
    226, 173, 122, 17, 61, 232, 21, 205, 239, 138, 120, 110, 229, 231, 220, 222,
    126, 243, 128, 38, 31, 41, 115, 33, 109, 65, 255, 172, 214, 168, 11, 67,
    219, 100, 44, 88, 196, 169, 96, 186, 74, 202, 184, 114, 141, 159, 216, 170,
    108, 71, 157, 212, 187, 55, 167, 227, 118, 51, 97, 201, 56, 62, 73, 14,
    240, 181, 241, 158, 37, 34, 107, 156, 85, 223, 7, 75, 26, 143, 198, 249,
    180, 166, 251, 103, 244, 70, 238, 192, 253, 91, 28, 152, 129, 135, 95, 42,
    45, 252, 210, 29, 84, 53, 99, 230, 0, 24, 101, 80, 203, 233, 117, 102,
    124, 200, 245, 206, 234, 47, 191, 104, 52, 77, 59, 64, 81, 199, 83, 237,
    150, 177, 60, 68, 92, 32, 89, 12, 221, 215, 235, 123, 178, 147, 153, 8,
    188, 121, 142, 189, 48, 125, 211, 2, 164, 87, 43, 195, 54, 194, 140, 179,
};

/* Byte b of L(word) is the sum over j of MATRIX[j][b] times byte j. */
static const uint8_t MATRIX[8][8] = {
    {253, 153, 246, 62, 88, 35, 27, 99},
    {30, 177, 140, 231, 93, 82, 242, 201},
    {60, 112, 33, 243, 181, 249, 124, 134},
    {231, 195, 17, 30, 98, 245, 6, 73},
    {45, 171, 236, 209, 245, 98, 50, 2},
    {68, 241, 243, 33, 194, 228, 160, 198},
    {246, 225, 253, 29, 1, 8, 219, 83},
    {99, 248, 83, 222, 7, 242, 82, 253},
};

enum { X, Y };

/* What depends on the arrangement alone; filled once. */
static struct {
    vector factors[2][2][4]; /* by axis, by partner after multiplying (0 or 4) and before it (0..3) */
    vector partners[4];      /* for VPSHUFB: partner along Y within a lane */
    vector words_on[2];      /* for VPERMB: a block in memory to the square, words numbered along X or Y */
    vector from_square;      /* the square with words along Y to memory */
    vector transpose;
    vector constants[12]; /* of the iterations, as the step before leaves its square */
} plan;

static unsigned place(unsigned x, unsigned y)
{
    return (x & 4) << 3 | (y & 4) << 2 | (x & 3) << 2 | (y & 3);
}

static void plan_axis(int axis)
{
    for (unsigned p = 0; p < 8; p++) {
        for (unsigned across = 0; across < 8; across++) {
            unsigned at = axis == X ? place(p, across) : place(across, p);
            for (unsigned before = 0; before < 4; before++) {
                plan.factors[axis][0][before].b[at] = MATRIX[p ^ before][p];
                plan.factors[axis][1][before].b[at] = MATRIX[p ^ before][p ^ 4];
            }
            plan.words_on[axis].b[at] = (uint8_t)(8 * p + across);
        }
    }
}

INLINE __m512i get(const vector *v)
{
    return _mm512_load_si512(v);
}

INLINE __m512i map_field(__m512i v)
{
    return _mm512_gf2p8affine_epi64_epi8(v, _mm512_set1_epi64((long long)FIELD), 0);
}

INLINE __m512i load(const void *block, int axis)
{
    return _mm512_permutexvar_epi8(get(&plan.words_on[axis]), map_field(_mm512_loadu_si512(block)));
}

TARGET void streebog_avx512_setup(void)
{
    plan_axis(X);
    plan_axis(Y);
    for (unsigned i = 0; i < 64; i++) {
        for (unsigned r = 0; r < 4; r++)
            plan.partners[r].b[i] = (uint8_t)((i & 15) ^ r);
        unsigned x = (i >> 3 & 4) | (i >> 2 & 3), y = (i >> 2 & 4) | (i & 3);
        plan.transpose.b[i] = (uint8_t)place(y, x);
        plan.from_square.b[plan.words_on[Y].b[i]] = (uint8_t)i;
    }
    for (unsigned i = 0; i < 12; i++)
        _mm512_store_si512(&plan.constants[i], load(STREEBOG_ITERATION[i], i % 2 ? Y : X));
}

INLINE __m512i substitute(__m512i v)
{
    const uint8_t *table = MAPPED_SUBSTITUTION;
    __m512i low = _mm512_permutex2var_epi8(_mm512_load_si512(table), v, _mm512_load_si512(table + 64));
    __m512i high = _mm512_permutex2var_epi8(_mm512_load_si512(table + 128), v, _mm512_load_si512(table + 192));
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(v), low, high);
}

/* S, P and L: mixes along the axis. */
INLINE __m512i step(__m512i v, int axis)
{
    __m512i s = substitute(v), p1, p2, p3;
    if (axis == X) {
        p1 = _mm512_shuffle_epi32(s, _MM_PERM_CDAB);
        p2 = _mm512_shuffle_epi32(s, _MM_PERM_BADC);
        p3 = _mm512_shuffle_epi32(s, _MM_PERM_ABCD);
    } else {
        p1 = _mm512_shuffle_epi8(s, get(&plan.partners[1]));
        p2 = _mm512_shuffle_epi8(s, get(&plan.partners[2]));
        p3 = _mm512_shuffle_epi8(s, get(&plan.partners[3]));
    }
#define PRODUCT(source, after, before) _mm512_gf2p8mul_epi8(source, get(&plan.factors[axis][after][before]))
    __m512i far = XOR3(PRODUCT(s, 1, 0), PRODUCT(p1, 1, 1), PRODUCT(p2, 1, 2));
    far = _mm512_xor_si512(far, PRODUCT(p3, 1, 3));
    __m512i near = XOR3(PRODUCT(s, 0, 0), PRODUCT(p1, 0, 1), PRODUCT(p2, 0, 2));
    near = _mm512_xor_si512(near, PRODUCT(p3, 0, 3));
#undef PRODUCT
    far = axis == X ? _mm512_shuffle_i64x2(far, far, 0x4e) : _mm512_shuffle_i64x2(far, far, 0xb1);
    return _mm512_xor_si512(near, far);
}

/* g_N(h, m) of RFC 6986 section 8: chain and counter with words along Y, block along X. */
INLINE __m512i compress(__m512i chain, __m512i counter, __m512i block)
{
    __m512i key = step(_mm512_xor_si512(chain, counter), Y);
    __m512i state = _mm512_xor_si512(block, key);
#pragma GCC unroll 6
    for (unsigned i = 0; i < 12; i += 2) {
        key = step(_mm512_xor_si512(key, get(&plan.constants[i])), X);
        state = _mm512_xor_si512(step(state, X), key);
        key = step(_mm512_xor_si512(key, get(&plan.constants[i + 1])), Y);
        state = _mm512_xor_si512(step(state, Y), key);
    }
    state = _mm512_xor_si512(state, block);
    return _mm512_xor_si512(chain, _mm512_permutexvar_epi8(get(&plan.transpose), state));
}

INLINE void store_chain(uint64_t chain[8], __m512i square)
{
    _mm512_storeu_si512(chain, map_field(_mm512_permutexvar_epi8(get(&plan.from_square), square)));
}

TARGET void streebog_compress_avx512(uint64_t chain[8], const uint64_t counter[8], const uint64_t block[8])
{
    store_chain(chain, compress(load(chain, Y), load(counter, Y), load(block, X)));
}

TARGET void streebog_absorb_avx512(streebog_state *state, const uint8_t *data, size_t blocks)
{
    __m512i chain = load(state->chain, Y);
    for (; blocks; blocks--, data += 64) {
        __m512i counter = load(state->counter, Y);
        streebog_count(state, data); /* before the long work, so that its stores are done when read again */
        chain = compress(chain, counter, load(data, X));
    }
    store_chain(state->chain, chain);
}

int streebog_avx512_runs(void)
{
    /* the compiler's run-time also asks whether the operating system keeps the registers */
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("gfni");
}
#endif
