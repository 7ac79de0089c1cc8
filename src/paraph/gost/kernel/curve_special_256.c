/* Curves over p = 2^256 - 617: CryptoPro-A and its aliases, tc26-256-A. */
#define LIMBS 4
#define EXCESS 617
#define ARITHMETIC special_256
#include "curve_template.h"
