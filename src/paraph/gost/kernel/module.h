/* The parts of the extension module; each adds its names and returns 0, or -1 with a Python error set. */
#ifndef PARAPH_MODULE_H
#define PARAPH_MODULE_H

#include <Python.h>

int add_hash(PyObject *module);
int add_curves(PyObject *module);

#endif
