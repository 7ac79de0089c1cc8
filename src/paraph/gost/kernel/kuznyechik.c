/* Kuznyechik, GOST R 34.12-2015 with 128-bit blocks (RFC 7801), by look-up tables: encryption alone, since no
 * mode here needs the other. */
#include "bytes.h"
#include "cipher.h"
#include "substitution.h"

#include <string.h>

typedef struct {
    uint64_t a, b;
} half_blocks;

/* mixing[i][v] = L(S(v) at byte i of a block) */
static half_blocks mixing[16][256] __attribute__((aligned(64)));
/* The constants C_1..C_32 of the key schedule, RFC 7801 section 4.3. */
static half_blocks schedule[32];

/* Product in GF(2^8) modulo x^8 + x^7 + x^6 + x + 1. */
static uint8_t multiply(uint8_t a, uint8_t b)
{
    unsigned product = 0, shifted = a;
    for (; b; b >>= 1) {
        if (b & 1)
            product ^= shifted;
        shifted = shifted << 1 ^ (shifted & 0x80 ? 0x1c3 : 0);
    }
    return (uint8_t)product;
}

/* L = R^16, RFC 7801 section 4.2. */
static void mix(uint8_t block[16])
{
    static const uint8_t LINEAR[16] = {148, 32, 133, 16, 194, 192, 1, 251, 1, 192, 194, 16, 133, 32, 148, 1};
    for (unsigned step = 0; step < 16; step++) {
        uint8_t top = 0;
        for (unsigned i = 0; i < 16; i++)
            top ^= multiply(block[i], LINEAR[i]);
        memmove(block + 1, block, 15);
        block[0] = top;
    }
}

void kuznyechik_setup(void)
{
    for (unsigned place = 0; place < 16; place++) {
        half_blocks bits[8];
        for (unsigned bit = 0; bit < 8; bit++) {
            uint8_t block[16] = {0};
            block[place] = (uint8_t)(1 << bit);
            mix(block);
            bits[bit] = (half_blocks){load_le64(block), load_le64(block + 8)};
        }
        for (unsigned value = 0; value < 256; value++) {
            half_blocks sum = {0, 0};
            for (unsigned bit = 0; bit < 8; bit++) {
                if (SUBSTITUTION[value] >> bit & 1) {
                    sum.a ^= bits[bit].a;
                    sum.b ^= bits[bit].b;
                }
            }
            mixing[place][value] = sum;
        }
    }
    for (unsigned i = 0; i < 32; i++) {
        uint8_t block[16] = {[15] = (uint8_t)(i + 1)};
        mix(block);
        schedule[i] = (half_blocks){load_le64(block), load_le64(block + 8)};
    }
}

static inline half_blocks substitute_and_mix(half_blocks in)
{
    half_blocks out = {0, 0};
    for (unsigned i = 0; i < 8; i++) {
        const half_blocks *low = &mixing[i][(uint8_t)(in.a >> (8 * i))];
        const half_blocks *high = &mixing[8 + i][(uint8_t)(in.b >> (8 * i))];
        out.a ^= low->a ^ high->a;
        out.b ^= low->b ^ high->b;
    }
    return out;
}

static void encrypt(const cipher *self, uint8_t *blocks, size_t count)
{
    for (; count; count--, blocks += 16) {
        half_blocks state = {load_le64(blocks), load_le64(blocks + 8)};
        for (unsigned round = 0; round < 9; round++) {
            state.a ^= self->u.rounds[round][0];
            state.b ^= self->u.rounds[round][1];
            state = substitute_and_mix(state);
        }
        store_le64(blocks, state.a ^ self->u.rounds[9][0]);
        store_le64(blocks + 8, state.b ^ self->u.rounds[9][1]);
    }
}

static void set_key(cipher *self, const uint8_t key[CIPHER_KEY])
{
    half_blocks left = {load_le64(key), load_le64(key + 8)}, right = {load_le64(key + 16), load_le64(key + 24)};
    for (unsigned pair = 0;; pair++) {
        self->u.rounds[2 * pair][0] = left.a;
        self->u.rounds[2 * pair][1] = left.b;
        self->u.rounds[2 * pair + 1][0] = right.a;
        self->u.rounds[2 * pair + 1][1] = right.b;
        if (pair == 4)
            return;
        for (const half_blocks *c = schedule + 8 * pair; c < schedule + 8 * pair + 8; c++) {
            half_blocks mixed = substitute_and_mix((half_blocks){left.a ^ c->a, left.b ^ c->b});
            mixed.a ^= right.a;
            mixed.b ^= right.b;
            right = left;
            left = mixed;
        }
    }
}

void kuznyechik_init(cipher *self, const uint8_t key[CIPHER_KEY])
{
    self->block = 16;
    self->set_key = set_key;
    self->encrypt = encrypt;
    self->decrypt = NULL;
    set_key(self, key);
}
