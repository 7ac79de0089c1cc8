/* Block ciphers behind one face, and their modes. No allocation, no Python. */
#ifndef PARAPH_CIPHER_H
#define PARAPH_CIPHER_H

#include "feistel.h"

#include <stddef.h>
#include <stdint.h>

#define CIPHER_KEY 32
#define CIPHER_MAX_BLOCK 16

typedef struct cipher cipher;

struct cipher {
    size_t block; /* bytes: 8 or 16 */
    void (*set_key)(cipher *self, const uint8_t key[CIPHER_KEY]);
    void (*encrypt)(const cipher *self, uint8_t *blocks, size_t count);
    void (*decrypt)(const cipher *self, uint8_t *blocks, size_t count); /* NULL where no mode needs it */
    union {
        struct {
            uint32_t key[8];
            feistel_table table;
        } feistel;
        uint64_t rounds[10][2];
    } u;
};

/* GOST 28147-89, RFC 5830: substitution as for feistel_fill. */
void gost28147_init(cipher *self, const uint8_t key[CIPHER_KEY], const uint8_t substitution[128]);
/* GOST R 34.12-2015 with 64-bit blocks, RFC 8891: its substitution is id-tc26-gost-28147-param-Z. */
void magma_init(cipher *self, const uint8_t key[CIPHER_KEY], const uint8_t substitution[128]);
/* GOST R 34.12-2015 with 128-bit blocks, RFC 7801; needs kuznyechik_setup() once before. */
void kuznyechik_init(cipher *self, const uint8_t key[CIPHER_KEY]);
void kuznyechik_setup(void);

/* The MAC of GOST 28147-89 over blocks of 8 bytes, four bytes long, started from iv; RFC 5830 section 8. */
void gost28147_mac(const cipher *self, const uint8_t iv[8], const uint8_t *data, size_t blocks, uint8_t out[4]);

/* CTR over data in place; iv has half a block. A section other than 0 is a multiple of the block: past each
 * the key is replaced by ACPKM, RFC 8645 section 6.2. */
void cipher_ctr(cipher *self, const uint8_t *iv, size_t section, uint8_t *data, size_t size);
/* CFB of GOST 28147-89 over data in place, with the key meshing of RFC 4357 section 2.3.2. */
void cipher_cfb(cipher *self, const uint8_t iv[8], uint8_t *data, size_t size, int decrypting);
/* OMAC of GOST R 34.13-2015 section 5.6, a block long. */
void cipher_omac(const cipher *self, const uint8_t *data, size_t size, uint8_t *out);
/* Both halves of MGM, RFC 9058 section 4: enciphering or deciphering in place, and the tag, a block long, over
 * the associated data and the ciphertext. The nonce has a block and the highest bit 0; together the two texts
 * are neither empty nor 2^(4 * block) bits or more. */
void cipher_mgm_crypt(const cipher *self, const uint8_t *nonce, uint8_t *data, size_t size);
void cipher_mgm_tag(const cipher *self, const uint8_t *nonce, const uint8_t *associated, size_t associated_size,
                    const uint8_t *data, size_t size, uint8_t *tag);

#endif
