/* Curves over any p of 256 bits or a few less: CryptoPro-B and C and the test curve of RFC 5832. */
#define LIMBS 4
#define ARITHMETIC montgomery_256
#include "curve_template.h"
