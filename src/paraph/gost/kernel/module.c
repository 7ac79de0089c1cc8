/* The extension module paraph.gost._kernel: every primitive that has a pure-Python twin. */
#include "module.h"

static int kernel_exec(PyObject *module)
{
    if (add_hash(module) < 0 || add_ciphers(module) < 0 || add_curves(module) < 0 || add_batch(module) < 0)
        return -1;
    return 0;
}

static PyModuleDef_Slot kernel_slots[] = {
    {Py_mod_exec, kernel_exec},
    {0, NULL},
};

static PyModuleDef kernel_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "paraph.gost._kernel",
    .m_doc = "The GOST primitives where speed matters, in C.",
    .m_size = 0,
    .m_slots = kernel_slots,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&kernel_module);
}
