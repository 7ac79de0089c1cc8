/* Python face of GOST R 34.10: the types Group and KeyTable, twins of those of paraph.gost._curve_twin. Everything is
 * bytes, see curve.h. Other Python threads run while points are multiplied. */
#define PY_SSIZE_T_CLEAN
#include "module.h"

#include "curve.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    curve inner;
} GroupObject;

typedef struct {
    PyObject_HEAD
    GroupObject *group;
    void *table;
} KeyTableObject;

/* Copies arguments that are byte strings: 1, 0 if one is not of its size, or -1 with an error set. */
static int take_bytes(PyObject *const *args, Py_ssize_t given, Py_ssize_t count, uint8_t *const *out,
                      const size_t *sizes)
{
    if (given != count) {
        PyErr_Format(PyExc_TypeError, "%zd arguments expected, %zd given", count, given);
        return -1;
    }
    int fit = 1;
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_buffer view;
        if (PyObject_GetBuffer(args[i], &view, PyBUF_SIMPLE) < 0)
            return -1;
        if ((size_t)view.len == sizes[i])
            memcpy(out[i], view.buf, sizes[i]);
        else
            fit = 0;
        PyBuffer_Release(&view);
    }
    return fit;
}

static PyObject *group_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"p", "a", "b", "q", "x", "y", "portable", NULL};
    const char *numbers[6];
    Py_ssize_t sizes[6];
    int portable = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "y#y#y#y#y#y#|$p", names, &numbers[0], &sizes[0], &numbers[1],
                                     &sizes[1], &numbers[2], &sizes[2], &numbers[3], &sizes[3], &numbers[4],
                                     &sizes[4], &numbers[5], &sizes[5], &portable))
        return NULL;
    for (int i = 0; i < 6; i++)
        if (sizes[i] != sizes[0] || (sizes[i] != 32 && sizes[i] != 64)) {
            PyErr_SetString(PyExc_ValueError, "numbers must have 32 bytes each, or 64");
            return NULL;
        }
    GroupObject *self = (GroupObject *)PyType_GenericAlloc(type, 0);
    if (self == NULL)
        return NULL;
    const uint8_t *const *n = (const uint8_t *const *)numbers;
    if (curve_init(&self->inner, (size_t)sizes[0], n[0], n[1], n[2], n[3], n[4], n[5], portable) < 0) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void group_dealloc(GroupObject *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    curve_clear(&self->inner);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *refuse(const char *reason)
{
    PyErr_SetString(PyExc_ValueError, reason);
    return NULL;
}

static PyObject *group_public_key(GroupObject *self, PyObject *const *args, Py_ssize_t given)
{
    const size_t size = 8 * self->inner.limbs;
    uint8_t private_key[64], key[128];
    int good = take_bytes(args, given, 1, (uint8_t *[]){private_key}, &size);
    if (good < 0)
        return NULL;
    if (good) {
        Py_BEGIN_ALLOW_THREADS
        good = curve_public_key(&self->inner, key, private_key);
        Py_END_ALLOW_THREADS
    }
    wipe(private_key, sizeof private_key);
    if (!good)
        return refuse("the private key is out of range");
    return PyBytes_FromStringAndSize((const char *)key, (Py_ssize_t)(2 * size));
}

static PyObject *group_sign(GroupObject *self, PyObject *const *args, Py_ssize_t given)
{
    const size_t size = 8 * self->inner.limbs;
    uint8_t private_key[64], nonce[128], digest[64], signature[128];
    int fit = take_bytes(args, given, 3, (uint8_t *[]){private_key, nonce, digest}, (size_t[]){size, 2 * size, size});
    int good = 0;
    if (fit < 0)
        return NULL;
    if (fit) {
        Py_BEGIN_ALLOW_THREADS
        good = curve_sign(&self->inner, signature, private_key, nonce, digest);
        Py_END_ALLOW_THREADS
    }
    wipe(private_key, sizeof private_key);
    wipe(nonce, sizeof nonce);
    if (!fit)
        return refuse("key and digest must have the size of the curve, the nonce twice that");
    if (!good)
        Py_RETURN_NONE;
    return PyBytes_FromStringAndSize((const char *)signature, (Py_ssize_t)(2 * size));
}

static PyObject *group_verify(GroupObject *self, PyObject *const *args, Py_ssize_t given)
{
    const curve *c = &self->inner;
    const size_t size = 8 * c->limbs;
    uint64_t point[2 * MAX_LIMBS];
    uint8_t key[128], digest[64], signature[128];
    int good = take_bytes(args, given, 3, (uint8_t *[]){key, digest, signature}, (size_t[]){2 * size, size, 2 * size});
    if (good < 0)
        return NULL;
    if (good) {
        Py_BEGIN_ALLOW_THREADS
        good = curve_load_key(c, point, key) && curve_verify(c, point, digest, signature);
        Py_END_ALLOW_THREADS
    }
    return PyBool_FromLong(good);
}

static PyObject *group_multiply(GroupObject *self, PyObject *const *args, Py_ssize_t given)
{
    const size_t size = 8 * self->inner.limbs;
    uint8_t scalar[64], point[128], product[128];
    int good = take_bytes(args, given, 2, (uint8_t *[]){scalar, point}, (size_t[]){size, 2 * size});
    if (good < 0)
        return NULL;
    if (good) {
        Py_BEGIN_ALLOW_THREADS
        good = curve_multiply(&self->inner, product, scalar, point);
        Py_END_ALLOW_THREADS
    }
    wipe(scalar, sizeof scalar);
    if (!good)
        return refuse("the scalar is out of range or the point not one of order q");
    PyObject *result = PyBytes_FromStringAndSize((const char *)product, (Py_ssize_t)(2 * size));
    wipe(product, sizeof product);
    return result;
}

static PyObject *group_keep(GroupObject *self, PyObject *const *args, Py_ssize_t given)
{
    const size_t size = 16 * self->inner.limbs;
    uint64_t point[2 * MAX_LIMBS];
    uint8_t key[128];
    void *table;
    int good = take_bytes(args, given, 1, (uint8_t *[]){key}, &size);
    if (good < 0)
        return NULL;
    if (!good || !curve_load_key(&self->inner, point, key))
        return refuse("this is no public key");
    PyObject *type = PyObject_GetAttrString(PyType_GetModule(Py_TYPE((PyObject *)self)), "KeyTable");
    if (type == NULL)
        return NULL;
    KeyTableObject *kept = (KeyTableObject *)PyType_GenericAlloc((PyTypeObject *)type, 0);
    Py_DECREF(type);
    if (kept == NULL)
        return NULL;
    kept->group = (GroupObject *)Py_NewRef((PyObject *)self);
    Py_BEGIN_ALLOW_THREADS
    table = curve_keep(&self->inner, point);
    Py_END_ALLOW_THREADS
    kept->table = table;
    if (table == NULL) {
        Py_DECREF(kept);
        return PyErr_NoMemory();
    }
    return (PyObject *)kept;
}

static PyMethodDef group_methods[] = {
    {"public_key", (PyCFunction)(void (*)(void))group_public_key, METH_FASTCALL, "The public key of a private one."},
    {"sign", (PyCFunction)(void (*)(void))group_sign, METH_FASTCALL, "A signature, or None if the nonce will not do."},
    {"verify", (PyCFunction)(void (*)(void))group_verify, METH_FASTCALL, "Whether a signature is right."},
    {"multiply", (PyCFunction)(void (*)(void))group_multiply, METH_FASTCALL, "A secret multiple of a point."},
    {"keep", (PyCFunction)(void (*)(void))group_keep, METH_FASTCALL, "A KeyTable of a public key."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot group_slots[] = {
    {Py_tp_doc, "One parameter set of GOST R 34.10, ready for use."},
    {Py_tp_new, group_new},
    {Py_tp_dealloc, group_dealloc},
    {Py_tp_methods, group_methods},
    {0, NULL},
};

static PyType_Spec group_spec = {
    .name = "paraph.gost._kernel.Group",
    .basicsize = sizeof(GroupObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = group_slots,
};

static void key_table_dealloc(KeyTableObject *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    free(self->table);
    Py_XDECREF((PyObject *)self->group);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *key_table_verify(KeyTableObject *self, PyObject *const *args, Py_ssize_t given)
{
    const curve *c = &self->group->inner;
    const size_t size = 8 * c->limbs;
    uint8_t digest[64], signature[128];
    int good = take_bytes(args, given, 2, (uint8_t *[]){digest, signature}, (size_t[]){size, 2 * size});
    if (good < 0)
        return NULL;
    if (good) {
        Py_BEGIN_ALLOW_THREADS
        good = curve_verify_kept(c, self->table, digest, signature);
        Py_END_ALLOW_THREADS
    }
    return PyBool_FromLong(good);
}

static PyMethodDef key_table_methods[] = {
    {"verify", (PyCFunction)(void (*)(void))key_table_verify, METH_FASTCALL, "Whether a signature is right."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot key_table_slots[] = {
    {Py_tp_doc, "Multiples of a public key, which make verification faster."},
    {Py_tp_dealloc, key_table_dealloc},
    {Py_tp_methods, key_table_methods},
    {0, NULL},
};

static PyType_Spec key_table_spec = {
    .name = "paraph.gost._kernel.KeyTable",
    .basicsize = sizeof(KeyTableObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = key_table_slots,
};

int add_curves(PyObject *module)
{
    PyType_Spec *const specs[] = {&group_spec, &key_table_spec};
    const char *const names[] = {"Group", "KeyTable"};
    for (size_t i = 0; i < 2; i++) {
        PyObject *type = PyType_FromModuleAndSpec(module, specs[i], NULL);
        if (type == NULL)
            return -1;
        int failed = PyModule_AddObjectRef(module, names[i], type);
        Py_DECREF(type);
        if (failed)
            return -1;
    }
    return 0;
}
