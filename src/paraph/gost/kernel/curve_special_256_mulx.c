/* Curves over p = 2^256 - 617: CryptoPro-A and its aliases, tc26-256-A, on processors with BMI2 and ADX. */
#include "curve.h"
#ifdef HAS_MULX
#define LIMBS 4
#define EXCESS 617
#define MULX
#define ARITHMETIC special_256_mulx
#include "curve_template.h"
#endif
