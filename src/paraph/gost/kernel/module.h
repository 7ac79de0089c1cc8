/* The parts of the extension module; each adds its names and returns 0, or -1 with a Python error set. */
#ifndef PARAPH_MODULE_H
#define PARAPH_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

int add_hash(PyObject *module);
int add_ciphers(PyObject *module);
int add_curves(PyObject *module);
int add_batch(PyObject *module);

/* Adds a type under a name. */
int add_type(PyObject *module, const char *name, PyType_Spec *spec);

/* Whether bytes are a substitution of GOST 28147-89: 128 values of 4 bits; if not, ValueError is set. */
int is_substitution(const uint8_t *bytes, Py_ssize_t size);

#endif
