/* GOST R 34.10-2012 and 2001 over one curve y^2 = x^3 + ax + b, RFC 7091. Byte strings as in CMS and X.509: a digest as
 * the hash gives it, a signature s || r and all other numbers big-endian, a point x || y; all of 8 * limbs bytes a
 * number. */
#ifndef PARAPH_CURVE_H
#define PARAPH_CURVE_H

#include "scalar.h"

typedef struct curve curve;

/* The parts that depend on the field; instances of curve_template.h. Points are x, then y, in the field's own form. */
typedef struct {
    /* Constants and tables of the base point; 0, or -1 without memory. */
    int (*prepare)(curve *c, const uint64_t *a, const uint64_t *b, const uint64_t *base);
    /* 1 if the coordinates are those of a point of the curve, whose order does not divide the cofactor; else 0. */
    int (*load)(const curve *c, uint64_t *point, const uint64_t *coordinates);
    /* 1 if q * point is infinity. Variable time. */
    int (*has_order_q)(const curve *c, const uint64_t *point);
    /* 1 if the x of u1 * base + u2 * point is r modulo q. Variable time. */
    int (*verify)(const curve *c, const uint64_t *point, const uint64_t *u1, const uint64_t *u2, const uint64_t *r);
    /* The table of a point for verify_kept, to be freed; NULL without memory. Variable time. */
    void *(*keep)(const curve *c, const uint64_t *point);
    int (*verify_kept)(const curve *c, const void *table, const uint64_t *u1, const uint64_t *u2, const uint64_t *r);
    /* Coordinates of k * base and k * point for 0 < k < q and a point of order q. Constant time. */
    void (*multiply_base)(const curve *c, uint64_t *coordinates, const uint64_t *k);
    void (*multiply)(const curve *c, uint64_t *coordinates, const uint64_t *point, const uint64_t *k);
} curve_arithmetic;

struct curve {
    const curve_arithmetic *arithmetic;
    size_t limbs;
    int cofactor_is_1; /* else 4 */
    int a_is_minus_3;
    scalar_order order; /* q */
    scalar_order prime; /* p, with the same constants */
    uint64_t a[MAX_LIMBS], b[MAX_LIMBS], triple_b[MAX_LIMBS], one[MAX_LIMBS]; /* in the field's own form */
    void *wide_table;   /* of the base point, for verification */
    void *narrow_table; /* of the base point, read whole for every secret digit */
};

extern const curve_arithmetic special_256, special_512, montgomery_256, montgomery_512;
#if defined(__x86_64__) && defined(__OPTIMIZE__) /* else the assembler finds too few registers */
#define HAS_MULX
extern const curve_arithmetic special_256_mulx, special_512_mulx, montgomery_256_mulx; /* for processors with BMI2 and ADX */
#endif

/* Numbers of the parameter set, size (32 or 64) bytes each; portable: use nothing that some processors lack, even if
 * this one has it. 0, or -1 without memory. */
int curve_init(curve *c, size_t size, const uint8_t *p, const uint8_t *a, const uint8_t *b, const uint8_t *q,
               const uint8_t *x, const uint8_t *y, int portable);
void curve_clear(curve *c);

/* 1 if the bytes are a public key, in which case point holds 2 * limbs limbs for the calls below. */
int curve_load_key(const curve *c, uint64_t *point, const uint8_t *key);

int curve_verify(const curve *c, const uint64_t *point, const uint8_t *digest, const uint8_t *signature);
void *curve_keep(const curve *c, const uint64_t *point);
int curve_verify_kept(const curve *c, const void *table, const uint8_t *digest, const uint8_t *signature);

/* The functions below keep secrets by constant time, and wipe them. They return 1, or 0 and no output. */

/* private * base; 0 unless 0 < private < q. */
int curve_public_key(const curve *c, uint8_t *key, const uint8_t *private_key);

/* RFC 7091 section 6.1 with k = nonce mod q, nonce being of twice the usual length and secret; 0 if k, r or s is zero,
 * so that another nonce is needed, or the private key is out of range. */
int curve_sign(const curve *c, uint8_t *signature, const uint8_t *private_key, const uint8_t *nonce,
               const uint8_t *digest);

/* k * point, 0 < k < q; 0 if k is out of range or the point not one of order q. */
int curve_multiply(const curve *c, uint8_t *product, const uint8_t *k, const uint8_t *point);

#endif
