/* Curves over any p of 256 bits or a few less, on processors with BMI2 and ADX. */
#include "curve.h"
#ifdef HAS_MULX
#define LIMBS 4
#define MULX
#define ARITHMETIC montgomery_256_mulx
#include "curve_template.h"
#endif
