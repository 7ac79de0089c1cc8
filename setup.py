"""Build of the C kernel; everything else is declared in pyproject.toml."""

from pathlib import Path

from setuptools import Extension, setup

KERNEL = Path("src/paraph/gost/kernel")

setup(
    ext_modules=[
        Extension(
            "paraph.gost._kernel",
            sources=sorted(str(path) for path in KERNEL.glob("*.c")),
            depends=sorted(str(path) for path in KERNEL.glob("*.h")),
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            extra_compile_args=["-O3", "-g0", "-std=c11", "-Wall", "-Wextra"],
            py_limited_api=True,
            optional=True,  # without a compiler the pure-Python twin serves
        )
    ]
)
