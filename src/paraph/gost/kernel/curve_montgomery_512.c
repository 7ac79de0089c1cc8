/* Curves over any p of 512 bits or a few less: tc26-512-B and the test curve of RFC 7091. */
#define LIMBS 8
#define ARITHMETIC montgomery_512
#include "curve_template.h"
