/* GOST 28147-89 (RFC 5830) and Magma (RFC 8891): one Feistel network, two orders of bytes. */
#include "bytes.h"
#include "cipher.h"

#include <string.h>

#define LANES 4

void feistel_fill(feistel_table table, const uint8_t substitution[128])
{
    for (unsigned place = 0; place < 4; place++) {
        const uint8_t *low = substitution + 32 * place, *high = low + 16;
        for (unsigned byte = 0; byte < 256; byte++) {
            uint32_t word = (uint32_t)(high[byte >> 4] << 4 | low[byte & 15]) << (8 * place);
            table[place][byte] = word << 11 | word >> 21;
        }
    }
}

#define INLINE static inline __attribute__((always_inline))

/* The 32 rounds over a few blocks; the order of the keys is forth, forth, forth, back or its mirror. */
INLINE void rounds(const cipher *self, int decrypting, unsigned lanes, uint32_t *n1, uint32_t *n2)
{
    for (unsigned pair = 0; pair < 16; pair++) {
        unsigned first = 2 * pair % 8, second = first + 1;
        uint32_t a[LANES], b[LANES];
        if (decrypting ? pair >= 4 : pair >= 12) {
            first = 7 - first;
            second = 7 - second;
        }
        for (unsigned i = 0; i < lanes; i++) {
            a[i] = self->u.feistel.key[first];
            b[i] = self->u.feistel.key[second];
        }
        feistel_pair(self->u.feistel.table, lanes, n1, n2, a, b);
    }
}

/* GOST 28147-89 reads its words little-endian and the lower half first, Magma the other way round. */
INLINE void crypt_lanes(const cipher *self, int decrypting, int big_endian, unsigned lanes, uint8_t *blocks)
{
    uint32_t n1[LANES], n2[LANES];
    for (unsigned i = 0; i < lanes; i++) {
        const uint8_t *block = blocks + 8 * i;
        n1[i] = big_endian ? load_be32(block + 4) : load_le32(block);
        n2[i] = big_endian ? load_be32(block) : load_le32(block + 4);
    }
    rounds(self, decrypting, lanes, n1, n2);
    for (unsigned i = 0; i < lanes; i++) {
        uint8_t *block = blocks + 8 * i;
        if (big_endian) {
            store_be32(block, n1[i]);
            store_be32(block + 4, n2[i]);
        } else {
            store_le32(block, n2[i]);
            store_le32(block + 4, n1[i]);
        }
    }
}

INLINE void crypt(const cipher *self, int decrypting, int big_endian, uint8_t *blocks, size_t count)
{
    for (; count >= LANES; count -= LANES, blocks += 8 * LANES)
        crypt_lanes(self, decrypting, big_endian, LANES, blocks);
    for (; count; count--, blocks += 8)
        crypt_lanes(self, decrypting, big_endian, 1, blocks);
}

static void encrypt_little(const cipher *self, uint8_t *blocks, size_t count)
{
    crypt(self, 0, 0, blocks, count);
}

static void decrypt_little(const cipher *self, uint8_t *blocks, size_t count)
{
    crypt(self, 1, 0, blocks, count);
}

static void encrypt_big(const cipher *self, uint8_t *blocks, size_t count)
{
    crypt(self, 0, 1, blocks, count);
}

static void decrypt_big(const cipher *self, uint8_t *blocks, size_t count)
{
    crypt(self, 1, 1, blocks, count);
}

static void set_key_little(cipher *self, const uint8_t key[CIPHER_KEY])
{
    for (unsigned i = 0; i < 8; i++)
        self->u.feistel.key[i] = load_le32(key + 4 * i);
}

static void set_key_big(cipher *self, const uint8_t key[CIPHER_KEY])
{
    for (unsigned i = 0; i < 8; i++)
        self->u.feistel.key[i] = load_be32(key + 4 * i);
}

void gost28147_init(cipher *self, const uint8_t key[CIPHER_KEY], const uint8_t substitution[128])
{
    self->block = 8;
    self->set_key = set_key_little;
    self->encrypt = encrypt_little;
    self->decrypt = decrypt_little;
    feistel_fill(self->u.feistel.table, substitution);
    set_key_little(self, key);
}

void magma_init(cipher *self, const uint8_t key[CIPHER_KEY], const uint8_t substitution[128])
{
    self->block = 8;
    self->set_key = set_key_big;
    self->encrypt = encrypt_big;
    self->decrypt = decrypt_big;
    feistel_fill(self->u.feistel.table, substitution);
    set_key_big(self, key);
}

void gost28147_mac(const cipher *self, const uint8_t iv[8], const uint8_t *data, size_t blocks, uint8_t out[4])
{
    uint32_t n1 = load_le32(iv), n2 = load_le32(iv + 4);
    const uint32_t *key = self->u.feistel.key;
    for (; blocks; blocks--, data += 8) {
        n1 ^= load_le32(data);
        n2 ^= load_le32(data + 4);
        for (unsigned pair = 0; pair < 8; pair++)
            feistel_pair(self->u.feistel.table, 1, &n1, &n2, &key[2 * pair % 8], &key[2 * pair % 8 + 1]);
    }
    store_le32(out, n1);
}
