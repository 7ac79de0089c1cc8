/* Curves over p = 2^512 - 569: tc26-512-A and tc26-512-C, on processors with BMI2 and ADX. */
#include "curve.h"
#ifdef HAS_MULX
#define LIMBS 8
#define EXCESS 569
#define MULX
#define ARITHMETIC special_512_mulx
#include "curve_template.h"
#endif
