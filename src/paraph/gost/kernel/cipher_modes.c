/* Modes of the block ciphers: CTR and CTR-ACPKM (RFC 8645), CFB with key meshing (RFC 4357), OMAC, MGM
 * (RFC 9058). */
#include "cipher.h"
#include "limbs.h"

#include <string.h>

/* Blocks of gamma made at a time: enough for a cipher to work at several side by side. */
#define BATCH 16

/* number + 1, the number being big-endian */
static void increment(uint8_t *number, size_t size)
{
    while (size-- && ++number[size] == 0) {
    }
}

/* The next values of a counter, enciphered. What counts of it is the number of `width` bytes, a part of it. */
static void next_gamma(const cipher *self, const uint8_t *counter, uint8_t *number, size_t width, uint8_t *gamma,
                       size_t blocks)
{
    for (size_t i = 0; i < blocks; i++) {
        memcpy(gamma + i * self->block, counter, self->block);
        increment(number, width);
    }
    self->encrypt(self, gamma, blocks);
}

/* The next key: the constant D enciphered, RFC 8645 section 6.2.1. */
static void replace_key(cipher *self)
{
    uint8_t key[CIPHER_KEY];
    for (unsigned i = 0; i < CIPHER_KEY; i++)
        key[i] = (uint8_t)(0x80 + i);
    self->encrypt(self, key, CIPHER_KEY / self->block);
    self->set_key(self, key);
    wipe(key, sizeof key);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void cipher_ctr(cipher *self, const uint8_t *iv, size_t section, uint8_t *data, size_t size)
{
    uint8_t counter[CIPHER_MAX_BLOCK] = {0}, gamma[BATCH * CIPHER_MAX_BLOCK];
    size_t left = section; /* bytes until the key is replaced */
    memcpy(counter, iv, self->block / 2);
    while (size) {
        if (section && left == 0) {
            replace_key(self);
            left = section;
        }
        size_t room = section ? least(left, BATCH * self->block) : BATCH * self->block;
        size_t taken = least(size, room);
        size_t blocks = (taken + self->block - 1) / self->block;
        next_gamma(self, counter, counter, self->block, gamma, blocks);
        for (size_t i = 0; i < taken; i++)
            data[i] ^= gamma[i];
        data += taken;
        size -= taken;
        left -= section ? taken : 0;
    }
}

/* The next key and vector of CryptoPro key meshing, RFC 4357 section 2.3.2. */
static void mesh(cipher *self, uint8_t vector[8])
{
    uint8_t key[CIPHER_KEY] = {
        0x69, 0x00, 0x72, 0x22, 0x64, 0xc9, 0x04, 0x23, 0x8d, 0x3a, 0xdb, 0x96, 0x46, 0xe9, 0x2a, 0xc4,
        0x18, 0xfe, 0xac, 0x94, 0x00, 0xed, 0x07, 0x12, 0xc0, 0x86, 0xdc, 0xc2, 0xef, 0x4c, 0xa9, 0x2b,
    };
    self->decrypt(self, key, CIPHER_KEY / 8);
    self->set_key(self, key);
    wipe(key, sizeof key);
    self->encrypt(self, vector, 1);
}

void cipher_cfb(cipher *self, const uint8_t iv[8], uint8_t *data, size_t size, int decrypting)
{
    enum { MESHING_PERIOD = 1024 };
    uint8_t vector[8];
    memcpy(vector, iv, 8);
    for (size_t done = 0; done < size; done += 8) {
        size_t taken = least(size - done, 8);
        uint8_t input[8];
        if (done && done % MESHING_PERIOD == 0)
            mesh(self, vector);
        self->encrypt(self, vector, 1);
        memcpy(input, data + done, taken);
        for (size_t i = 0; i < taken; i++)
            data[done + i] ^= vector[i];
        memcpy(vector, decrypting ? input : data + done, taken);
    }
}

static void double_block(uint8_t *block, size_t size)
{
    uint8_t reduction = block[0] & 0x80 ? (size == 8 ? 0x1b : 0x87) : 0;
    for (size_t i = 0; i < size; i++)
        block[i] = (uint8_t)(block[i] << 1 | (i + 1 < size ? block[i + 1] >> 7 : 0));
    block[size - 1] ^= reduction;
}

void cipher_omac(const cipher *self, const uint8_t *data, size_t size, uint8_t *out)
{
    uint8_t subkey[CIPHER_MAX_BLOCK] = {0}, last[CIPHER_MAX_BLOCK] = {0}, state[CIPHER_MAX_BLOCK] = {0};
    size_t block = self->block;
    self->encrypt(self, subkey, 1);
    double_block(subkey, block);
    for (; size > block; size -= block, data += block) {
        for (size_t i = 0; i < block; i++)
            state[i] ^= data[i];
        self->encrypt(self, state, 1);
    }
    if (size)
        memcpy(last, data, size);
    if (size < block) {
        last[size] = 0x80;
        double_block(subkey, block);
    }
    for (size_t i = 0; i < block; i++)
        state[i] ^= last[i] ^ subkey[i];
    self->encrypt(self, state, 1);
    memcpy(out, state, block);
}

void cipher_mgm_crypt(const cipher *self, const uint8_t *nonce, uint8_t *data, size_t size)
{
    uint8_t counter[CIPHER_MAX_BLOCK], gamma[BATCH * CIPHER_MAX_BLOCK];
    size_t block = self->block, half = block / 2;
    memcpy(counter, nonce, block);
    self->encrypt(self, counter, 1);
    while (size) {
        size_t taken = least(size, BATCH * block);
        next_gamma(self, counter, counter + half, half, gamma, (taken + block - 1) / block);
        for (size_t i = 0; i < taken; i++)
            data[i] ^= gamma[i];
        data += taken;
        size -= taken;
    }
}

/* The product of polynomials over GF(2), in constant time: of the numbers each fifth bit alone is multiplied, so
 * that no more than 13 ones meet in a place and their carries stay below the next place that counts. */
static uint128 multiply(uint64_t a, uint64_t b)
{
    const uint64_t FIFTH = UINT64_C(0x1084210842108421); /* bits 0, 5 .. 60 */
    const uint128 WIDE = (uint128)FIFTH | (uint128)FIFTH << 65;
    uint128 product = 0;
    for (unsigned i = 0; i < 5; i++) {
        uint128 sum = 0;
        for (unsigned j = 0; j < 5; j++)
            sum ^= (uint128)(a & FIFTH << j) * (b & FIFTH << (i + 5 - j) % 5);
        product |= sum & WIDE << i;
    }
    return product;
}

/* The running sum of MGM: its products are reduced once only, at the end. */
typedef struct {
    uint8_t counter[CIPHER_MAX_BLOCK]; /* Z */
    uint128 low, middle, high;         /* of Karatsuba's; for blocks of 8 bytes low alone */
} mgm_sum;

static void mgm_add(mgm_sum *sum, const uint8_t *factor, const uint8_t *block, size_t size)
{
    uint64_t a[2], b[2];
    limbs_from_be(a, factor, size / 8);
    limbs_from_be(b, block, size / 8);
    sum->low ^= multiply(a[0], b[0]);
    if (size == 16) {
        sum->middle ^= multiply(a[0] ^ a[1], b[0] ^ b[1]);
        sum->high ^= multiply(a[1], b[1]);
    }
}

/* Each block of the data, the last filled up with zeros, times the next H. */
static void mgm_absorb(const cipher *self, mgm_sum *sum, const uint8_t *data, size_t size)
{
    uint8_t factors[BATCH * CIPHER_MAX_BLOCK];
    size_t block = self->block;
    while (size) {
        size_t blocks = least((size + block - 1) / block, BATCH);
        next_gamma(self, sum->counter, sum->counter, block / 2, factors, blocks);
        for (size_t i = 0; i < blocks; i++) {
            uint8_t padded[CIPHER_MAX_BLOCK] = {0};
            size_t taken = least(size, block);
            memcpy(padded, data, taken);
            mgm_add(sum, factors + i * block, padded, block);
            data += taken;
            size -= taken;
        }
    }
}

/* Modulo x^64 + x^4 + x^3 + x + 1 or x^128 + x^7 + x^2 + x + 1. */
static void mgm_reduce(const mgm_sum *sum, uint8_t *out, size_t size)
{
    uint128 low = sum->low;
    if (size == 8) {
        low = (uint64_t)low ^ multiply((uint64_t)(low >> 64), 0x1b);
        low = (uint64_t)low ^ multiply((uint64_t)(low >> 64), 0x1b);
    } else {
        uint128 middle = sum->middle ^ sum->low ^ sum->high;
        uint128 high = sum->high ^ middle >> 64;
        uint128 folded = multiply((uint64_t)(high >> 64), 0x87);
        low ^= middle << 64 ^ folded << 64;
        low ^= multiply((uint64_t)(high ^ folded >> 64), 0x87);
    }
    limbs_to_be(out, (uint64_t[]){(uint64_t)low, (uint64_t)(low >> 64)}, size / 8);
}

void cipher_mgm_tag(const cipher *self, const uint8_t *nonce, const uint8_t *associated, size_t associated_size,
                    const uint8_t *data, size_t size, uint8_t *tag)
{
    mgm_sum sum = {.low = 0};
    uint8_t lengths[CIPHER_MAX_BLOCK];
    uint64_t bits[2] = {(uint64_t)size * 8, (uint64_t)associated_size * 8};
    memcpy(sum.counter, nonce, self->block);
    sum.counter[0] |= 0x80;
    self->encrypt(self, sum.counter, 1);
    mgm_absorb(self, &sum, associated, associated_size);
    mgm_absorb(self, &sum, data, size);
    if (self->block == 8)
        bits[0] |= bits[1] << 32;
    limbs_to_be(lengths, bits, self->block / 8);
    mgm_absorb(self, &sum, lengths, self->block);
    mgm_reduce(&sum, tag, self->block);
    self->encrypt(self, tag, 1);
}
