"""Arithmetic of curve points for GOST R 34.10, in pure Python.

Points in work are Jacobian triples (X, Y, Z) for the affine (X/Z^2, Y/Z^3), the point at infinity having
Z = 0; kept tables hold affine pairs, whose addition is cheaper. Python numbers do not take constant time, so
secret scalars come here only split at random (see ``_curve_twin``).
"""

from __future__ import annotations

from functools import cache

from paraph.gost.curves import Curve

Affine = tuple[int, int]
Jacobian = tuple[int, int, int]

INFINITY: Jacobian = (1, 1, 0)

_BASE_WINDOW = 4  # bits of a scalar per kept row of multiples of the base point
_POINT_WINDOW = 5  # width of the signed windows for a point met once


def double(curve: Curve, point: Jacobian) -> Jacobian:
    p = curve.p
    x, y, z = point
    yy = y * y % p
    zz = z * z % p
    s = 4 * x * yy % p
    if curve.a == p - 3:
        m = 3 * (x - zz) * (x + zz) % p
    else:
        m = (3 * x * x + curve.a * (zz * zz % p)) % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def add_affine(curve: Curve, point: Jacobian, other: Affine) -> Jacobian:
    p = curve.p
    x, y, z = point
    if z == 0:
        return other[0], other[1], 1
    zz = z * z % p
    h = (other[0] * zz - x) % p
    r = (other[1] * z * zz - y) % p
    if h == 0:
        return double(curve, point) if r == 0 else INFINITY
    hh = h * h % p
    hhh = h * hh % p
    v = x * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - y * hhh) % p, z * h % p


def to_affine(curve: Curve, points: list[Jacobian]) -> list[Affine]:
    """The affine forms of finite points, for the price of one inversion."""
    p = curve.p
    products = [1]
    for _, _, z in points:
        products.append(products[-1] * z % p)
    inverse = pow(products[-1], -1, p)
    result: list[Affine] = []
    for (x, y, z), before in zip(reversed(points), reversed(products[:-1]), strict=True):
        z_inverse = inverse * before % p
        inverse = inverse * z % p
        square = z_inverse * z_inverse % p
        result.append((x * square % p, y * square * z_inverse % p))
    return result[::-1]


@cache
def _base_table(curve: Curve) -> list[list[Affine]]:
    """Row i holds d * 2^(w*i) * P for d = 1 .. 2^w - 1; made on first use and kept."""
    width = 1 << _BASE_WINDOW
    rows = -(-curve.q.bit_length() // _BASE_WINDOW)
    points: list[Jacobian] = []
    base: Affine = (curve.x, curve.y)
    for _ in range(rows):
        multiple: Jacobian = (*base, 1)
        for _ in range(width - 1):
            points.append(multiple)
            multiple = add_affine(curve, multiple, base)
        base = to_affine(curve, [multiple])[0]
    flat = to_affine(curve, points)
    return [flat[i : i + width - 1] for i in range(0, len(flat), width - 1)]


def multiply_base(curve: Curve, scalar: int, start: Jacobian = INFINITY) -> Jacobian:
    """start + scalar * P for 0 <= scalar < q."""
    mask = (1 << _BASE_WINDOW) - 1
    point = start
    for row in _base_table(curve):
        digit = scalar & mask
        scalar >>= _BASE_WINDOW
        if digit:
            point = add_affine(curve, point, row[digit - 1])
    return point


def multiply(curve: Curve, scalar: int, point: Affine) -> Jacobian:
    """scalar * point for a public scalar >= 0, by signed windows; the point is not of order 2."""
    digits = _signed_digits(scalar)
    odd = _odd_multiples(curve, point)
    result = INFINITY
    for digit in reversed(digits):
        result = double(curve, result)
        if digit > 0:
            result = add_affine(curve, result, odd[digit >> 1])
        elif digit < 0:
            x, y = odd[-digit >> 1]
            result = add_affine(curve, result, (x, curve.p - y))
    return result


def _odd_multiples(curve: Curve, point: Affine) -> list[Affine]:
    """P, 3P, 5P, ... as many as the signed windows need; P is not of order 2."""
    twice = to_affine(curve, [double(curve, (*point, 1))])[0]
    multiples: list[Jacobian] = [(*point, 1)]
    for _ in range((1 << (_POINT_WINDOW - 2)) - 1):
        multiples.append(add_affine(curve, multiples[-1], twice))
    return to_affine(curve, multiples)


def _signed_digits(scalar: int) -> list[int]:
    """The non-adjacent form of width w: odd digits below 2^(w-1) in size, lowest first."""
    modulus = 1 << _POINT_WINDOW
    digits = []
    while scalar:
        digit = 0
        if scalar & 1:
            digit = scalar % modulus
            if digit >= modulus >> 1:
                digit -= modulus
            scalar -= digit
        digits.append(digit)
        scalar >>= 1
    return digits
