/* Python face of the hashes: the types State and State94, twins of those of paraph.gost._twin and _twin94, and
 * Streebog at one stroke. */
#include "module.h"
#include "gosthash94.h"
#include "streebog.h"

/* From this size on other Python threads run while a buffer is hashed. */
#define RELEASE_GIL_FROM 16384

typedef union {
    streebog_state streebog;
    gosthash94_state gosthash94;
} any_state;

typedef struct {
    PyObject_HEAD
    int busy; /* a thread hashes a big buffer with the GIL released */
    Py_ssize_t digest_size;
    void (*update)(any_state *state, const uint8_t *data, size_t size);
    void (*digest)(const any_state *state, uint8_t *out);
    any_state hash;
} StateObject;

static void update_streebog(any_state *state, const uint8_t *data, size_t size)
{
    streebog_update(&state->streebog, data, size);
}

static void digest_streebog(const any_state *state, uint8_t *out)
{
    streebog_digest(&state->streebog, out);
}

static void update_94(any_state *state, const uint8_t *data, size_t size)
{
    gosthash94_update(&state->gosthash94, data, size);
}

static void digest_94(const any_state *state, uint8_t *out)
{
    gosthash94_digest(&state->gosthash94, out);
}

static int refuse_if_busy(StateObject *self)
{
    if (self->busy)
        PyErr_SetString(PyExc_RuntimeError, "this hash is being updated by another thread");
    return self->busy;
}

static PyObject *state_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"digest_size", NULL};
    Py_ssize_t digest_size;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "n", names, &digest_size))
        return NULL;
    if (digest_size != 32 && digest_size != 64) {
        PyErr_SetString(PyExc_ValueError, "digest_size must be 32 or 64");
        return NULL;
    }
    StateObject *self = (StateObject *)PyType_GenericAlloc(type, 0);
    if (self != NULL) {
        self->digest_size = digest_size;
        self->update = update_streebog;
        self->digest = digest_streebog;
        streebog_init(&self->hash.streebog, (size_t)digest_size);
    }
    return (PyObject *)self;
}

static PyObject *state94_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"substitution", NULL};
    const char *substitution;
    Py_ssize_t size;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "y#", names, &substitution, &size))
        return NULL;
    if (!is_substitution((const uint8_t *)substitution, size))
        return NULL;
    StateObject *self = (StateObject *)PyType_GenericAlloc(type, 0);
    if (self != NULL) {
        self->digest_size = 32;
        self->update = update_94;
        self->digest = digest_94;
        gosthash94_init(&self->hash.gosthash94, (const uint8_t *)substitution);
    }
    return (PyObject *)self;
}

static void state_dealloc(StateObject *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *state_update(StateObject *self, PyObject *data)
{
    Py_buffer view;
    if (PyObject_GetBuffer(data, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    if (refuse_if_busy(self)) {
        PyBuffer_Release(&view);
        return NULL;
    }
    if (view.len < RELEASE_GIL_FROM) {
        self->update(&self->hash, view.buf, (size_t)view.len);
    } else {
        self->busy = 1;
        Py_BEGIN_ALLOW_THREADS
        self->update(&self->hash, view.buf, (size_t)view.len);
        Py_END_ALLOW_THREADS
        self->busy = 0;
    }
    PyBuffer_Release(&view);
    Py_RETURN_NONE;
}

static PyObject *state_digest(StateObject *self, PyObject *Py_UNUSED(ignored))
{
    uint8_t out[64];
    if (refuse_if_busy(self))
        return NULL;
    self->digest(&self->hash, out);
    return PyBytes_FromStringAndSize((const char *)out, self->digest_size);
}

static PyObject *state_copy(StateObject *self, PyObject *Py_UNUSED(ignored))
{
    if (refuse_if_busy(self))
        return NULL;
    StateObject *twin = (StateObject *)PyType_GenericAlloc(Py_TYPE((PyObject *)self), 0);
    if (twin != NULL) {
        twin->digest_size = self->digest_size;
        twin->update = self->update;
        twin->digest = self->digest;
        twin->hash = self->hash;
    }
    return (PyObject *)twin;
}

static PyObject *state_digest_size(StateObject *self, void *Py_UNUSED(closure))
{
    return PyLong_FromSsize_t(self->digest_size);
}

static PyMethodDef state_methods[] = {
    {"update", (PyCFunction)state_update, METH_O, "Absorb bytes."},
    {"digest", (PyCFunction)state_digest, METH_NOARGS, "The digest of what was given so far."},
    {"copy", (PyCFunction)state_copy, METH_NOARGS, "An independent copy."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef state_properties[] = {
    {"digest_size", (getter)state_digest_size, NULL, "Bytes of the digest: 32 or 64.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot state_slots[] = {
    {Py_tp_doc, "A running GOST R 34.11-2012 hash."},
    {Py_tp_new, state_new},
    {Py_tp_dealloc, state_dealloc},
    {Py_tp_methods, state_methods},
    {Py_tp_getset, state_properties},
    {0, NULL},
};

static PyType_Slot state94_slots[] = {
    {Py_tp_doc, "A running GOST R 34.11-94 hash."},
    {Py_tp_new, state94_new},
    {Py_tp_dealloc, state_dealloc},
    {Py_tp_methods, state_methods},
    {Py_tp_getset, state_properties},
    {0, NULL},
};

static PyType_Spec state_spec = {
    .name = "paraph.gost._kernel.State",
    .basicsize = sizeof(StateObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = state_slots,
};

static PyType_Spec state94_spec = {
    .name = "paraph.gost._kernel.State94",
    .basicsize = sizeof(StateObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = state94_slots,
};

static PyObject *one_stroke(PyObject *data, size_t digest_size)
{
    Py_buffer view;
    streebog_state hash;
    uint8_t out[64];
    if (PyObject_GetBuffer(data, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    streebog_init(&hash, digest_size);
    if (view.len < RELEASE_GIL_FROM) {
        streebog_update(&hash, view.buf, (size_t)view.len);
    } else {
        Py_BEGIN_ALLOW_THREADS
        streebog_update(&hash, view.buf, (size_t)view.len);
        Py_END_ALLOW_THREADS
    }
    streebog_digest(&hash, out);
    PyBuffer_Release(&view);
    return PyBytes_FromStringAndSize((const char *)out, (Py_ssize_t)digest_size);
}

static PyObject *hash_streebog256(PyObject *Py_UNUSED(module), PyObject *data)
{
    return one_stroke(data, 32);
}

static PyObject *hash_streebog512(PyObject *Py_UNUSED(module), PyObject *data)
{
    return one_stroke(data, 64);
}

static PyObject *hash_paths(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored))
{
    size_t count = 0;
    while (streebog_path(count) != NULL)
        count++;
    PyObject *names = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; names != NULL && i < count; i++) {
        PyObject *name = PyUnicode_FromString(streebog_path(i));
        if (name == NULL || PyTuple_SetItem(names, (Py_ssize_t)i, name) < 0)
            Py_CLEAR(names);
    }
    return names;
}

static PyObject *hash_choose_path(PyObject *Py_UNUSED(module), PyObject *args)
{
    const char *name;
    if (!PyArg_ParseTuple(args, "s", &name))
        return NULL;
    if (!streebog_choose(name)) {
        PyErr_SetString(PyExc_ValueError, "this processor has no such path");
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef hash_functions[] = {
    {"streebog256", hash_streebog256, METH_O, "The 256-bit digest of bytes."},
    {"streebog512", hash_streebog512, METH_O, "The 512-bit digest of bytes."},
    {"streebog_paths", hash_paths, METH_NOARGS, "Names of the code paths this processor runs, the fastest first."},
    {"streebog_choose_path", hash_choose_path, METH_VARARGS, "Make every hash of the process take one of the paths."},
    {NULL, NULL, 0, NULL},
};

int add_type(PyObject *module, const char *name, PyType_Spec *spec)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type == NULL)
        return -1;
    int failed = PyModule_AddObjectRef(module, name, type);
    Py_DECREF(type);
    return failed;
}

int add_hash(PyObject *module)
{
    streebog_setup();
    if (add_type(module, "State", &state_spec) < 0 || add_type(module, "State94", &state94_spec) < 0)
        return -1;
    return PyModule_AddFunctions(module, hash_functions);
}
