/* The substitution that Streebog and Kuznyechik share, RFC 6986 section 6.2 and RFC 7801 section 4.1.1. */
#ifndef PARAPH_SUBSTITUTION_H
#define PARAPH_SUBSTITUTION_H

#include <stdint.h>

extern const uint8_t SUBSTITUTION[256];

#endif
