"""Build of the C kernel; everything else is declared in pyproject.toml."""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "paraph.gost._kernel",
            sources=["src/paraph/gost/kernel/module.c", "src/paraph/gost/kernel/streebog.c"],
            depends=["src/paraph/gost/kernel/streebog.h"],
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            extra_compile_args=["-O3", "-std=c11", "-Wall", "-Wextra"],
            py_limited_api=True,
            optional=True,  # without a compiler the pure-Python twin serves
        )
    ]
)
