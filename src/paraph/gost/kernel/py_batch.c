/* Python face of batch verification: the type Batch, where the processor can. */
#include "module.h"

#include "batch.h"

#define NUMBER 32

typedef struct {
    PyObject_HEAD
    batch_curve *curve;
} BatchObject;

static PyObject *batch_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"a", "b", "q", "x", "y", NULL};
    const char *number[5];
    Py_ssize_t size[5];
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "y#y#y#y#y#", names, &number[0], &size[0], &number[1], &size[1],
                                     &number[2], &size[2], &number[3], &size[3], &number[4], &size[4]))
        return NULL;
    for (int i = 0; i < 5; i++)
        if (size[i] != NUMBER)
            return PyErr_Format(PyExc_ValueError, "a number of the curve must have %d bytes", NUMBER);
    BatchObject *self = (BatchObject *)PyType_GenericAlloc(type, 0);
    if (self == NULL)
        return NULL;
    self->curve = batch_curve_new((const uint8_t *)number[0], (const uint8_t *)number[1], (const uint8_t *)number[2],
                                  (const uint8_t *)number[3], (const uint8_t *)number[4]);
    if (self->curve == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void batch_dealloc(BatchObject *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    batch_curve_free(self->curve);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *verify(BatchObject *self, PyObject *args)
{
    const char *keys, *digests, *signatures;
    Py_ssize_t keys_size, digests_size, signatures_size;
    uint8_t answers[BATCH_MAX];
    if (!PyArg_ParseTuple(args, "y#y#y#", &keys, &keys_size, &digests, &digests_size, &signatures, &signatures_size))
        return NULL;
    Py_ssize_t count = digests_size / NUMBER;
    if (count < 1 || count > BATCH_MAX || digests_size != NUMBER * count || keys_size != 2 * NUMBER * count ||
        signatures_size != 2 * NUMBER * count)
        return PyErr_Format(PyExc_ValueError, "1 to %d keys, digests and signatures are expected", BATCH_MAX);
    Py_BEGIN_ALLOW_THREADS
    batch_verify(self->curve, (const uint8_t *)keys, (const uint8_t *)digests, (const uint8_t *)signatures,
                 (size_t)count, answers);
    Py_END_ALLOW_THREADS
    return PyBytes_FromStringAndSize((const char *)answers, count);
}

static PyMethodDef batch_methods[] = {
    {"verify", (PyCFunction)verify, METH_VARARGS, "A byte for each signature: 0 no, 1 yes, 2 verify it alone."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot batch_slots[] = {
    {Py_tp_doc, "Verification of up to eight signatures at once on a curve over 2^256 - 617."},
    {Py_tp_new, batch_new},
    {Py_tp_dealloc, batch_dealloc},
    {Py_tp_methods, batch_methods},
    {0, NULL},
};

static PyType_Spec batch_spec = {
    .name = "paraph.gost._kernel.Batch",
    .basicsize = sizeof(BatchObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = batch_slots,
};

int add_batch(PyObject *module)
{
    if (!batch_supported())
        return 0;
    return add_type(module, "Batch", &batch_spec);
}
