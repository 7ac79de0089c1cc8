/* Words in memory, whatever the machine's own order. */
#ifndef PARAPH_BYTES_H
#define PARAPH_BYTES_H

#include <stdint.h>

static inline uint32_t load_le32(const uint8_t *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint32_t load_be32(const uint8_t *b)
{
    return (uint32_t)b[3] | (uint32_t)b[2] << 8 | (uint32_t)b[1] << 16 | (uint32_t)b[0] << 24;
}

static inline void store_le32(uint8_t *b, uint32_t word)
{
    for (unsigned i = 0; i < 4; i++)
        b[i] = (uint8_t)(word >> (8 * i));
}

static inline void store_be32(uint8_t *b, uint32_t word)
{
    for (unsigned i = 0; i < 4; i++)
        b[i] = (uint8_t)(word >> (24 - 8 * i));
}

static inline uint64_t load_le64(const uint8_t *b)
{
    return load_le32(b) | (uint64_t)load_le32(b + 4) << 32;
}

static inline void store_le64(uint8_t *b, uint64_t word)
{
    store_le32(b, (uint32_t)word);
    store_le32(b + 4, (uint32_t)(word >> 32));
}

#endif
