/* Modes of the block ciphers: CTR and CTR-ACPKM (RFC 8645), CFB with key meshing (RFC 4357), OMAC. */
#include "cipher.h"
#include "limbs.h"

#include <string.h>

/* Blocks of gamma made at a time: enough for a cipher to work at several side by side. */
#define BATCH 16

/* block + 1, block being a big-endian number */
static void increment(uint8_t *block, size_t size)
{
    while (size-- && ++block[size] == 0) {
    }
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
        for (size_t i = 0; i < blocks; i++) {
            memcpy(gamma + i * self->block, counter, self->block);
            increment(counter, self->block);
        }
        self->encrypt(self, gamma, blocks);
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
