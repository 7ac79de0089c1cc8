"""Does the clock tell anything of a secret? In the manner of dudect (Reparaz, Balasch, Verbauwhede, 2017).

Every operation with a secret runs with fixed awkward secrets and with random ones, in random order; Welch's
t-test compares the two sets of times, cropped at several percentiles, for the slowest are those of other
programs. Values of |t| beyond 10 mean that the times differ; below 4.5 nothing was found, which is no proof.
To be run on a quiet machine: ``python bench/constant_time.py [measurements]``; exit status 1 if anything was
found.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from statistics import fmean, variance
from time import perf_counter_ns

from paraph.gost import CURVES, Curve
from paraph.gost._kernel import Group

SURE = 10.0
CROPS = (1.0, 0.95, 0.9, 0.75, 0.5)
TITLES = ("CryptoPro-A", "CryptoPro-C", "TC26-256-A", "TC26-512-A", "TC26-512-B")

Operation = Callable[[bytes], object]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    found = False
    for curve in CURVES.values():
        if curve.title not in TITLES:
            continue
        for name, operation, kind, secret in cases(curve):
            worst = compare(operation, curve, secret, count)
            found |= worst > SURE
            word = "DIFFERS" if worst > SURE else "doubtful" if worst > 4.5 else "same"
            print(f"{curve.title:12} {name:22} {kind:14} |t| = {worst:5.2f}  {word}", flush=True)
    return int(found)


def cases(curve: Curve) -> Iterator[tuple[str, Operation, str, int]]:
    numbers = (curve.p, curve.a, curve.b, curve.q, curve.x, curve.y)
    group = Group(*(number.to_bytes(curve.size, "big") for number in numbers))
    generator = random.Random(1)  # noqa: S311
    digest = generator.randbytes(curve.size)
    key = generator.randrange(1, curve.q).to_bytes(curve.size, "big")
    nonce = generator.randbytes(2 * curve.size)
    point = group.public_key(key)
    padding = bytes(curve.size)
    # Not 1: CryptoPro-C has a base point with x = 0, so that k = 1 ends without a signature, and sooner.
    for kind, secret in (("two", 2), ("q - 2", curve.q - 2), ("half zeros", 1 << 4 * curve.size)):
        yield "public key", group.public_key, kind, secret
        yield "sign, private key", lambda secret: group.sign(secret, nonce, digest), kind, secret
        yield "sign, nonce", lambda secret: group.sign(key, padding + secret, digest), kind, secret
        yield "multiply a point", lambda secret: group.multiply(secret, point), kind, secret


def compare(operation: Operation, curve: Curve, secret: int, count: int) -> float:
    generator = random.Random()  # noqa: S311
    fixed = secret.to_bytes(curve.size, "big")
    times: dict[bool, list[int]] = {False: [], True: []}
    for _ in range(count):
        is_fixed = generator.random() < 0.5
        other = generator.randrange(1, curve.q).to_bytes(curve.size, "big")
        argument = bytes(bytearray(fixed if is_fixed else other))  # new memory for both
        operation(argument)  # caches and predictors have met it
        start = perf_counter_ns()
        operation(argument)
        times[is_fixed].append(perf_counter_ns() - start)
    everything = sorted(times[False] + times[True])
    worst = 0.0
    for crop in CROPS:
        limit = everything[int(crop * (len(everything) - 1))]
        first, second = ([time for time in times[which] if time <= limit] for which in (False, True))
        worst = max(worst, abs(welch(first, second)))
    return worst


def welch(first: list[int], second: list[int]) -> float:
    spread = variance(first) / len(first) + variance(second) / len(second)
    return (fmean(first) - fmean(second)) / (spread**0.5 or 1.0)


if __name__ == "__main__":
    sys.exit(main())
