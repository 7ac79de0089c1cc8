/* Curves over p = 2^512 - 569: tc26-512-A and tc26-512-C. */
#define LIMBS 8
#define EXCESS 569
#define ARITHMETIC special_512
#include "curve_template.h"
