/* GOST R 34.11-94, RFC 5831. A 256-bit vector is four words, the lowest first, as its bytes lie in memory. */
#include "gosthash94.h"
#include "bytes.h"

#include <string.h>

/* P(Y), RFC 5831 section 5.1: byte 8i + k becomes byte i + 4k; here as the words of a key of the cipher. */
static void make_key(uint32_t key[8], const uint64_t a[4], const uint64_t b[4])
{
    for (unsigned k = 0; k < 8; k++) {
        key[k] = 0;
        for (unsigned i = 0; i < 4; i++)
            key[k] |= (uint32_t)((a[i] ^ b[i]) >> (8 * k) & 255) << (8 * i);
    }
}

/* A(Y), RFC 5831 section 5.1. */
static void turn(uint64_t y[4])
{
    uint64_t mixed = y[0] ^ y[1];
    y[0] = y[1];
    y[1] = y[2];
    y[2] = y[3];
    y[3] = mixed;
}

/* The four keys of a step, transposed: keys[word][block]. */
static void make_keys(uint32_t keys[8][4], const uint64_t chain[4], const uint64_t block[4])
{
    static const uint64_t C3[4] = {0xff00ff00ff00ff00, 0x00ff00ff00ff00ff, 0xff0000ff00ffff00, 0xff00ffff000000ff};
    uint64_t u[4], v[4];
    memcpy(u, chain, sizeof u);
    memcpy(v, block, sizeof v);
    for (unsigned j = 0; j < 4; j++) {
        uint32_t key[8];
        if (j) {
            turn(u);
            turn(v);
            turn(v);
        }
        if (j == 2) {
            for (unsigned i = 0; i < 4; i++)
                u[i] ^= C3[i];
        }
        make_key(key, u, v);
        for (unsigned k = 0; k < 8; k++)
            keys[k][j] = key[k];
    }
}

static void encipher(const feistel_table table, uint64_t out[4], const uint64_t in[4], uint32_t keys[8][4])
{
    uint32_t n1[4], n2[4];
    for (unsigned i = 0; i < 4; i++) {
        n1[i] = (uint32_t)in[i];
        n2[i] = (uint32_t)(in[i] >> 32);
    }
    for (unsigned pair = 0; pair < 12; pair++)
        feistel_pair(table, 4, n1, n2, keys[2 * pair % 8], keys[2 * pair % 8 + 1]);
    for (unsigned pair = 0; pair < 4; pair++)
        feistel_pair(table, 4, n1, n2, keys[7 - 2 * pair], keys[6 - 2 * pair]);
    for (unsigned i = 0; i < 4; i++)
        out[i] = n2[i] | (uint64_t)n1[i] << 32;
}

/* A register of 16 words of 16 bits under psi, RFC 5831 section 5.3: each turn drops the lowest word and adds
 * one above, so a line of words holds all the states. */
static void psi(uint16_t *line, unsigned turns)
{
    for (; turns; turns--, line++)
        line[16] = line[0] ^ line[1] ^ line[2] ^ line[3] ^ line[12] ^ line[15];
}

static void add_words(uint16_t *line, const uint64_t vector[4])
{
    for (unsigned i = 0; i < 16; i++)
        line[i] ^= (uint16_t)(vector[i / 4] >> (16 * (i % 4)));
}

/* chain = psi^61(chain ^ psi(block ^ psi^12(S))), S being the chain enciphered under keys of both. */
static void step(gosthash94_state *state, const uint64_t block[4])
{
    uint32_t keys[8][4];
    uint64_t enciphered[4];
    uint16_t line[16 + 12 + 1 + 61] = {0};
    make_keys(keys, state->chain, block);
    encipher(state->table, enciphered, state->chain, keys);
    add_words(line, enciphered);
    psi(line, 12);
    add_words(line + 12, block);
    psi(line + 12, 1);
    add_words(line + 13, state->chain);
    psi(line + 13, 61);
    memset(state->chain, 0, sizeof state->chain);
    for (unsigned i = 0; i < 16; i++)
        state->chain[i / 4] |= (uint64_t)line[74 + i] << (16 * (i % 4));
}

static void absorb(gosthash94_state *state, const uint8_t *bytes, size_t size)
{
    uint64_t block[4], carry = 0;
    for (unsigned i = 0; i < 4; i++)
        block[i] = load_le64(bytes + 8 * i);
    step(state, block);
    for (unsigned i = 0; i < 4; i++) {
        uint64_t partial = state->sum[i] + carry;
        carry = partial < carry;
        state->sum[i] = partial + block[i];
        carry += state->sum[i] < partial;
    }
    state->bits += 8 * size;
}

void gosthash94_init(gosthash94_state *state, const uint8_t substitution[128])
{
    memset(state, 0, sizeof *state);
    feistel_fill(state->table, substitution);
}

void gosthash94_update(gosthash94_state *state, const uint8_t *data, size_t size)
{
    if (state->tail_size) {
        size_t taken = 32 - state->tail_size;
        if (taken > size)
            taken = size;
        if (taken)
            memcpy(state->tail + state->tail_size, data, taken);
        state->tail_size += taken;
        if (state->tail_size < 32)
            return;
        absorb(state, state->tail, 32);
        data += taken;
        size -= taken;
    }
    for (; size >= 32; data += 32, size -= 32)
        absorb(state, data, 32);
    if (size)
        memcpy(state->tail, data, size);
    state->tail_size = size;
}

void gosthash94_digest(const gosthash94_state *state, uint8_t *out)
{
    gosthash94_state last = *state;
    if (last.tail_size) {
        memset(last.tail + last.tail_size, 0, 32 - last.tail_size);
        absorb(&last, last.tail, last.tail_size);
    }
    uint64_t length[4] = {last.bits};
    step(&last, length);
    step(&last, last.sum);
    for (unsigned i = 0; i < 4; i++)
        store_le64(out + 8 * i, last.chain[i]);
}
