/* Products with the instructions of BMI2 and ADX, whose two carry chains let the halves of every partial product be
 * added side by side: modulo p = 2^(64 * LIMBS) - EXCESS, or modulo any p of four limbs by Montgomery. A part of
 * field_special.h and of field_montgomery.h. */

/* l, h = rdx * a[at]; low += l, high += h, each with its own carry. */
#define STEP(at, low, high) "mulxq " at "(%[a]), %[l], %[h]\n adcxq %[l], %[" low "]\n adoxq %[h], %[" high "]\n"

#if LIMBS == 4

/* r0..r7 = a * b, by rows: each takes one limb of b. */
#define ROW(at, r0, r1, r2, r3, top)                                                                                   \
    "movq " at "(%[b]), %%rdx\n xorl %k[" top "], %k[" top "]\n"                                                        \
    STEP("0", r0, r1) STEP("8", r1, r2) STEP("16", r2, r3) STEP("24", r3, top)                                          \
    "adcq $0, %[" top "]\n"

#define PRODUCT                                                                                                        \
    "movq (%[b]), %%rdx\n"                                                                                             \
    "mulxq (%[a]), %[r0], %[r1]\n"                                                                                     \
    "mulxq 8(%[a]), %[l], %[r2]\n addq %[l], %[r1]\n"                                                                  \
    "mulxq 16(%[a]), %[l], %[r3]\n adcq %[l], %[r2]\n"                                                                 \
    "mulxq 24(%[a]), %[l], %[r4]\n adcq %[l], %[r3]\n adcq $0, %[r4]\n"                                                \
    ROW("8", "r1", "r2", "r3", "r4", "r5")                                                                             \
    ROW("16", "r2", "r3", "r4", "r5", "r6")                                                                            \
    ROW("24", "r3", "r4", "r5", "r6", "r7")

/* r0..r7 = a * a: the products of different limbs first, then doubled while the squares are added. */
#define DOUBLE_AND_ADD(at, low, high)                                                                                  \
    "movq " at "(%[a]), %%rdx\n mulxq %%rdx, %[l], %[h]\n"                                                             \
    "adcxq %[" low "], %[" low "]\n adoxq %[l], %[" low "]\n"                                                          \
    "adcxq %[" high "], %[" high "]\n adoxq %[h], %[" high "]\n"

#define SQUARE                                                                                                         \
    "movq (%[a]), %%rdx\n"                                                                                             \
    "mulxq 8(%[a]), %[r1], %[r2]\n"                                                                                    \
    "mulxq 16(%[a]), %[l], %[r3]\n addq %[l], %[r2]\n"                                                                 \
    "mulxq 24(%[a]), %[l], %[r4]\n adcq %[l], %[r3]\n adcq $0, %[r4]\n"                                                \
    "movq 8(%[a]), %%rdx\n xorl %k[r5], %k[r5]\n"                                                                      \
    STEP("16", "r3", "r4") STEP("24", "r4", "r5")                                                                      \
    "adcq $0, %[r5]\n"                                                                                                 \
    "movq 16(%[a]), %%rdx\n"                                                                                           \
    "mulxq 24(%[a]), %[l], %[r6]\n addq %[l], %[r5]\n adcq $0, %[r6]\n"                                                \
    "movq (%[a]), %%rdx\n xorl %k[r7], %k[r7]\n"                                                                       \
    "mulxq %%rdx, %[r0], %[h]\n adcxq %[r1], %[r1]\n adoxq %[h], %[r1]\n"                                              \
    DOUBLE_AND_ADD("8", "r2", "r3") DOUBLE_AND_ADD("16", "r4", "r5") DOUBLE_AND_ADD("24", "r6", "r7")

#ifdef EXCESS

/* r0..r3 = r0..r7 modulo p: the high half comes back multiplied by EXCESS, and so does what overflows of that. */
#define REDUCE                                                                                                         \
    "movl %[excess], %%edx\n xorl %k[h], %k[h]\n"                                                                      \
    "mulxq %[r4], %[l], %[h]\n adcxq %[l], %[r0]\n adoxq %[h], %[r1]\n"                                                \
    "mulxq %[r5], %[l], %[h]\n adcxq %[l], %[r1]\n adoxq %[h], %[r2]\n"                                                \
    "mulxq %[r6], %[l], %[h]\n adcxq %[l], %[r2]\n adoxq %[h], %[r3]\n"                                                \
    "mulxq %[r7], %[l], %[h]\n adcxq %[l], %[r3]\n movl $0, %k[l]\n adoxq %[l], %[h]\n adcxq %[l], %[h]\n"             \
    "imulq %%rdx, %[h]\n addq %[h], %[r0]\n adcq $0, %[r1]\n adcq $0, %[r2]\n adcq $0, %[r3]\n"                        \
    "sbbq %[l], %[l]\n andq %%rdx, %[l]\n addq %[l], %[r0]\n"

#define MODULUS [excess] "i"(EXCESS)
#define FINISH(c, r) *(r) = (fe){{r0, r1, r2, r3}}

#else

#define CLEAR_STEP(at, low, high)                                                                                      \
    "mulxq %c[p]+" at "(%[c]), %[l], %[h]\n adcxq %[l], %[" low "]\n adoxq %[h], %[" high "]\n"

/* A multiple of p that makes r0 zero is added; r0 then counts what overflows r4, as `before` does for r3. */
#define CLEAR(r0, r1, r2, r3, r4, before)                                                                              \
    "movq %c[negated](%[c]), %%rdx\n imulq %[" r0 "], %%rdx\n xorl %k[l], %k[l]\n"                                     \
    CLEAR_STEP("0", r0, r1) CLEAR_STEP("8", r1, r2) CLEAR_STEP("16", r2, r3) CLEAR_STEP("24", r3, r4)                   \
    "movl $0, %k[l]\n adcxq %[" before "], %[" r4 "]\n movl $0, %k[" r0 "]\n"                                          \
    "adcxq %[l], %[" r0 "]\n adoxq %[l], %[" r0 "]\n"

/* r4..r7 and a highest bit in r3 = r0..r7 / 2^256 modulo p, below 2 * p. */
#define REDUCE                                                                                                         \
    CLEAR("r0", "r1", "r2", "r3", "r4", "l") CLEAR("r1", "r2", "r3", "r4", "r5", "r0")                                  \
    CLEAR("r2", "r3", "r4", "r5", "r6", "r1") CLEAR("r3", "r4", "r5", "r6", "r7", "r2")

#define MODULUS                                                                                                        \
    [c] "r"(c), [p] "i"(offsetof(curve, prime.q)), [negated] "i"(offsetof(curve, prime.negated)), "m"(*c)
#define FINISH(c, r) fe_reduce_once(c, r, &(fe){{r4, r5, r6, r7}}, r3)

#endif

#define ASSEMBLE(...)                                                                                                  \
    uint64_t r0, r1, r2, r3, r4, r5, r6, r7, l, h;                                                                     \
    __asm__(__VA_ARGS__                                                                                                \
            : [r0] "=&r"(r0), [r1] "=&r"(r1), [r2] "=&r"(r2), [r3] "=&r"(r3), [r4] "=&r"(r4), [r5] "=&r"(r5),          \
              [r6] "=&r"(r6), [r7] "=&r"(r7), [l] "=&r"(l), [h] "=&r"(h)                                               \
            : [a] "r"(a), [b] "r"(b), "m"(*a), "m"(*b), MODULUS                                                        \
            : "rdx", "cc");                                                                                            \
    FINISH(c, r)

INLINE void fe_mul(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    ASSEMBLE(PRODUCT REDUCE);
}

INLINE void fe_sqr(const curve *c, fe *r, const fe *a)
{
    (void)c;
    const fe *b = a;
    ASSEMBLE(SQUARE REDUCE);
}

#else

/* A row of a * b: adds b[at] * a to r0..r7, stores the lowest limb and makes r0 the new highest. */
#define ROW(at, r0, r1, r2, r3, r4, r5, r6, r7)                                                                        \
    "movq " at "(%[b]), %%rdx\n xorl %k[l], %k[l]\n"                                                                   \
    STEP("0", r0, r1)                                                                                                  \
    "movq %[" r0 "], " at "(%[t])\n movl $0, %k[" r0 "]\n"                                                             \
    STEP("8", r1, r2) STEP("16", r2, r3) STEP("24", r3, r4) STEP("32", r4, r5) STEP("40", r5, r6) STEP("48", r6, r7)    \
    STEP("56", r7, r0)                                                                                                 \
    "adcq $0, %[" r0 "]\n"

#define FIRST(at, high, low) "mulxq " at "(%[a]), %[l], %[" high "]\n adcq %[l], %[" low "]\n"

/* One limb of the high half comes back multiplied by EXCESS. */
#define FOLD(at, limb, high, before)                                                                                   \
    "mulxq %[" limb "], %[" limb "], %[" high "]\n adcxq " at "(%[t]), %[" limb "]\n adoxq %[" before "], %[" limb "]\n"

static __attribute__((noinline)) void fe_mul(const curve *c, fe *r, const fe *a, const fe *b)
{
    (void)c;
    uint64_t r0, r1, r2, r3, r4, r5, r6, r7, l, h, t[8];
    __asm__("movq (%[b]), %%rdx\n xorl %k[r0], %k[r0]\n"
            "mulxq (%[a]), %[l], %[r1]\n movq %[l], (%[t])\n"
            FIRST("8", "r2", "r1") FIRST("16", "r3", "r2") FIRST("24", "r4", "r3") FIRST("32", "r5", "r4")
            FIRST("40", "r6", "r5") FIRST("48", "r7", "r6") FIRST("56", "r0", "r7")
            "adcq $0, %[r0]\n"
            ROW("8", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r0")
            ROW("16", "r2", "r3", "r4", "r5", "r6", "r7", "r0", "r1")
            ROW("24", "r3", "r4", "r5", "r6", "r7", "r0", "r1", "r2")
            ROW("32", "r4", "r5", "r6", "r7", "r0", "r1", "r2", "r3")
            ROW("40", "r5", "r6", "r7", "r0", "r1", "r2", "r3", "r4")
            ROW("48", "r6", "r7", "r0", "r1", "r2", "r3", "r4", "r5")
            ROW("56", "r7", "r0", "r1", "r2", "r3", "r4", "r5", "r6")
            "movl %[excess], %%edx\n xorl %k[l], %k[l]\n"
            FOLD("0", "r0", "h", "l") FOLD("8", "r1", "l", "h") FOLD("16", "r2", "h", "l") FOLD("24", "r3", "l", "h")
            FOLD("32", "r4", "h", "l") FOLD("40", "r5", "l", "h") FOLD("48", "r6", "h", "l") FOLD("56", "r7", "l", "h")
            "movl $0, %k[h]\n adoxq %[h], %[l]\n adcxq %[h], %[l]\n"
            "imulq %%rdx, %[l]\n addq %[l], %[r0]\n adcq $0, %[r1]\n adcq $0, %[r2]\n adcq $0, %[r3]\n"
            "adcq $0, %[r4]\n adcq $0, %[r5]\n adcq $0, %[r6]\n adcq $0, %[r7]\n"
            "sbbq %[l], %[l]\n andq %%rdx, %[l]\n addq %[l], %[r0]\n"
            : [r0] "=&r"(r0), [r1] "=&r"(r1), [r2] "=&r"(r2), [r3] "=&r"(r3), [r4] "=&r"(r4), [r5] "=&r"(r5),
              [r6] "=&r"(r6), [r7] "=&r"(r7), [l] "=&r"(l), [h] "=&r"(h), "=m"(t)
            : [a] "r"(a), [b] "r"(b), [t] "r"(t), [excess] "i"(EXCESS), "m"(*a), "m"(*b)
            : "rdx", "cc");
    *r = (fe){{r0, r1, r2, r3, r4, r5, r6, r7}};
}

INLINE void fe_sqr(const curve *c, fe *r, const fe *a)
{
    fe_mul(c, r, a, a);
}

#endif
