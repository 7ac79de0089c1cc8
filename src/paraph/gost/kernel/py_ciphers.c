/* Python face of the ciphers: the type Cipher made by gost28147(), magma() and kuznyechik(), twin of that of
 * paraph.gost._blocks. A Cipher never changes, so threads may share it. */
#include "module.h"
#include "cipher.h"
#include "limbs.h"

#include <string.h>

/* From this size on other Python threads run meanwhile. */
#define RELEASE_GIL_FROM 4096

static PyThreadState *let_others_run(Py_ssize_t size)
{
    return size < RELEASE_GIL_FROM ? NULL : PyEval_SaveThread();
}

static void run_alone(PyThreadState *others)
{
    if (others != NULL)
        PyEval_RestoreThread(others);
}

typedef struct {
    PyObject_HEAD
    cipher inner;
} CipherObject;

static PyTypeObject *cipher_type;

int is_substitution(const uint8_t *bytes, Py_ssize_t size)
{
    int fits = size == 128;
    for (Py_ssize_t i = 0; fits && i < size; i++)
        fits = bytes[i] < 16;
    if (!fits)
        PyErr_SetString(PyExc_ValueError, "the substitution must have 128 values of 4 bits");
    return fits;
}

static CipherObject *new_cipher(Py_ssize_t key_size)
{
    if (key_size != CIPHER_KEY) {
        PyErr_SetString(PyExc_ValueError, "the key must have 32 bytes");
        return NULL;
    }
    return (CipherObject *)PyType_GenericAlloc(cipher_type, 0);
}

static PyObject *new_feistel(PyObject *args, void (*init)(cipher *, const uint8_t *, const uint8_t *))
{
    const char *key, *substitution;
    Py_ssize_t key_size, size;
    if (!PyArg_ParseTuple(args, "y#y#", &key, &key_size, &substitution, &size))
        return NULL;
    if (!is_substitution((const uint8_t *)substitution, size))
        return NULL;
    CipherObject *self = new_cipher(key_size);
    if (self != NULL)
        init(&self->inner, (const uint8_t *)key, (const uint8_t *)substitution);
    return (PyObject *)self;
}

static PyObject *ciphers_gost28147(PyObject *Py_UNUSED(module), PyObject *args)
{
    return new_feistel(args, gost28147_init);
}

static PyObject *ciphers_magma(PyObject *Py_UNUSED(module), PyObject *args)
{
    return new_feistel(args, magma_init);
}

static PyObject *ciphers_kuznyechik(PyObject *Py_UNUSED(module), PyObject *args)
{
    const char *key;
    Py_ssize_t key_size;
    if (!PyArg_ParseTuple(args, "y#", &key, &key_size))
        return NULL;
    CipherObject *self = new_cipher(key_size);
    if (self != NULL)
        kuznyechik_init(&self->inner, (const uint8_t *)key);
    return (PyObject *)self;
}

static void cipher_dealloc(CipherObject *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    wipe(&self->inner, sizeof self->inner);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* A new bytes object with the same content, to be changed in place before anybody sees it. Made empty first:
 * given the content, Python would hand out its one object for each single byte. */
static PyObject *copy_of(const char *data, Py_ssize_t size, uint8_t **bytes)
{
    PyObject *copy = PyBytes_FromStringAndSize(NULL, size);
    if (copy != NULL) {
        *bytes = (uint8_t *)PyBytes_AsString(copy);
        if (size)
            memcpy(*bytes, data, (size_t)size);
    }
    return copy;
}

static int require(int fits, const char *message)
{
    if (!fits)
        PyErr_SetString(PyExc_ValueError, message);
    return fits;
}

static PyObject *whole_blocks(CipherObject *self, PyObject *args, void (*crypt)(const cipher *, uint8_t *, size_t))
{
    const char *data;
    Py_ssize_t size;
    uint8_t *bytes;
    if (!PyArg_ParseTuple(args, "y#", &data, &size))
        return NULL;
    if (!require(crypt != NULL, "this cipher does not decipher blocks") ||
        !require((size_t)size % self->inner.block == 0, "the data must be whole blocks"))
        return NULL;
    PyObject *result = copy_of(data, size, &bytes);
    if (result != NULL)
        crypt(&self->inner, bytes, (size_t)size / self->inner.block);
    return result;
}

static PyObject *cipher_encrypt(CipherObject *self, PyObject *args)
{
    return whole_blocks(self, args, self->inner.encrypt);
}

static PyObject *cipher_decrypt(CipherObject *self, PyObject *args)
{
    return whole_blocks(self, args, self->inner.decrypt);
}

static PyObject *cipher_ctr_method(CipherObject *self, PyObject *args)
{
    const char *iv, *data;
    Py_ssize_t iv_size, size, section;
    uint8_t *bytes;
    if (!PyArg_ParseTuple(args, "y#y#n", &iv, &iv_size, &data, &size, &section))
        return NULL;
    if (!require((size_t)iv_size == self->inner.block / 2, "the initialisation vector must have half a block") ||
        !require(section >= 0 && (size_t)section % self->inner.block == 0, "the section must be whole blocks"))
        return NULL;
    PyObject *result = copy_of(data, size, &bytes);
    if (result != NULL) {
        cipher work = self->inner;
        PyThreadState *others = let_others_run(size);
        cipher_ctr(&work, (const uint8_t *)iv, (size_t)section, bytes, (size_t)size);
        run_alone(others);
        wipe(&work, sizeof work);
    }
    return result;
}

static PyObject *cfb(CipherObject *self, PyObject *args, int decrypting)
{
    const char *iv, *data;
    Py_ssize_t iv_size, size;
    uint8_t *bytes;
    if (!PyArg_ParseTuple(args, "y#y#", &iv, &iv_size, &data, &size))
        return NULL;
    if (!require(self->inner.block == 8 && self->inner.decrypt != NULL, "this cipher has no such mode") ||
        !require(iv_size == 8, "the initialisation vector must have 8 bytes"))
        return NULL;
    PyObject *result = copy_of(data, size, &bytes);
    if (result != NULL) {
        cipher work = self->inner;
        PyThreadState *others = let_others_run(size);
        cipher_cfb(&work, (const uint8_t *)iv, bytes, (size_t)size, decrypting);
        run_alone(others);
        wipe(&work, sizeof work);
    }
    return result;
}

static PyObject *cipher_cfb_encrypt(CipherObject *self, PyObject *args)
{
    return cfb(self, args, 0);
}

static PyObject *cipher_cfb_decrypt(CipherObject *self, PyObject *args)
{
    return cfb(self, args, 1);
}

static PyObject *cipher_omac_method(CipherObject *self, PyObject *args)
{
    const char *data;
    Py_ssize_t size;
    uint8_t out[CIPHER_MAX_BLOCK];
    if (!PyArg_ParseTuple(args, "y#", &data, &size))
        return NULL;
    PyThreadState *others = let_others_run(size);
    cipher_omac(&self->inner, (const uint8_t *)data, (size_t)size, out);
    run_alone(others);
    return PyBytes_FromStringAndSize((const char *)out, (Py_ssize_t)self->inner.block);
}

static PyObject *cipher_mac(CipherObject *self, PyObject *args)
{
    const char *iv, *data;
    Py_ssize_t iv_size, size;
    uint8_t out[4];
    if (!PyArg_ParseTuple(args, "y#y#", &iv, &iv_size, &data, &size))
        return NULL;
    if (!require(self->inner.block == 8 && self->inner.decrypt != NULL, "this cipher has no such MAC") ||
        !require(iv_size == 8 && size % 8 == 0, "the vector must have 8 bytes and the data be whole blocks"))
        return NULL;
    gost28147_mac(&self->inner, (const uint8_t *)iv, (const uint8_t *)data, (size_t)size / 8, out);
    return PyBytes_FromStringAndSize((const char *)out, sizeof out);
}

typedef struct {
    const char *nonce, *data, *associated;
    Py_ssize_t nonce_size, size, associated_size;
} mgm_arguments;

static int parse_mgm(CipherObject *self, PyObject *args, mgm_arguments *given)
{
    return PyArg_ParseTuple(args, "y#y#y#", &given->nonce, &given->nonce_size, &given->data, &given->size,
                            &given->associated, &given->associated_size) &&
           require((size_t)given->nonce_size == self->inner.block && !(given->nonce[0] & 0x80),
                   "the nonce must have a block and its highest bit must be 0");
}

/* Neither nothing at all nor as many bits as half a block can no longer count, RFC 9058 section 4.1. */
static int mgm_fits(const CipherObject *self, Py_ssize_t size, Py_ssize_t associated_size)
{
    uint64_t bytes = (uint64_t)size + (uint64_t)associated_size;
    return bytes > 0 && bytes < UINT64_C(1) << (4 * self->inner.block - 3);
}

static void mgm_tag(const cipher *inner, const mgm_arguments *given, const uint8_t *data, size_t size, uint8_t *tag)
{
    cipher_mgm_tag(inner, (const uint8_t *)given->nonce, (const uint8_t *)given->associated,
                   (size_t)given->associated_size, data, size, tag);
}

static PyObject *cipher_mgm_seal(CipherObject *self, PyObject *args)
{
    mgm_arguments given;
    uint8_t *bytes;
    if (!parse_mgm(self, args, &given) ||
        !require(mgm_fits(self, given.size, given.associated_size), "MGM takes some data, but not that much"))
        return NULL;
    const cipher *inner = &self->inner;
    size_t size = (size_t)given.size;
    PyObject *result = PyBytes_FromStringAndSize(NULL, given.size + (Py_ssize_t)inner->block);
    if (result == NULL)
        return NULL;
    bytes = (uint8_t *)PyBytes_AsString(result);
    PyThreadState *others = let_others_run(given.size + given.associated_size);
    memcpy(bytes, given.data, size);
    cipher_mgm_crypt(inner, (const uint8_t *)given.nonce, bytes, size);
    mgm_tag(inner, &given, bytes, size, bytes + size);
    run_alone(others);
    return result;
}

/* The tag comes first: what it does not fit is not even deciphered. */
static PyObject *cipher_mgm_open(CipherObject *self, PyObject *args)
{
    mgm_arguments given;
    uint8_t tag[CIPHER_MAX_BLOCK], differing = 0, *bytes;
    if (!parse_mgm(self, args, &given))
        return NULL;
    const cipher *inner = &self->inner;
    Py_ssize_t left = given.size - (Py_ssize_t)inner->block;
    if (left < 0 || !mgm_fits(self, left, given.associated_size))
        Py_RETURN_NONE;
    PyThreadState *others = let_others_run(left + given.associated_size);
    mgm_tag(inner, &given, (const uint8_t *)given.data, (size_t)left, tag);
    run_alone(others);
    for (size_t i = 0; i < inner->block; i++)
        differing |= tag[i] ^ (uint8_t)given.data[(size_t)left + i];
    if (differing)
        Py_RETURN_NONE;
    PyObject *result = copy_of(given.data, left, &bytes);
    if (result != NULL) {
        others = let_others_run(left);
        cipher_mgm_crypt(inner, (const uint8_t *)given.nonce, bytes, (size_t)left);
        run_alone(others);
    }
    return result;
}

static PyMethodDef cipher_methods[] = {
    {"encrypt", (PyCFunction)cipher_encrypt, METH_VARARGS, "Whole blocks, each by itself."},
    {"decrypt", (PyCFunction)cipher_decrypt, METH_VARARGS, "The reverse of encrypt()."},
    {"ctr", (PyCFunction)cipher_ctr_method, METH_VARARGS, "ctr(iv, data, section): CTR, or CTR-ACPKM with a section."},
    {"cfb_encrypt", (PyCFunction)cipher_cfb_encrypt, METH_VARARGS, "cfb_encrypt(iv, data): CFB with key meshing."},
    {"cfb_decrypt", (PyCFunction)cipher_cfb_decrypt, METH_VARARGS, "The reverse of cfb_encrypt()."},
    {"omac", (PyCFunction)cipher_omac_method, METH_VARARGS, "OMAC of the data, a block long."},
    {"mgm_seal", (PyCFunction)cipher_mgm_seal, METH_VARARGS,
     "mgm_seal(nonce, plaintext, associated): MGM and its tag."},
    {"mgm_open", (PyCFunction)cipher_mgm_open, METH_VARARGS, "The reverse of mgm_seal(); None for a wrong tag."},
    {"mac", (PyCFunction)cipher_mac, METH_VARARGS, "mac(iv, data): the MAC of GOST 28147-89 over whole blocks."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot cipher_slots[] = {
    {Py_tp_doc, "A block cipher with its key."},
    {Py_tp_dealloc, cipher_dealloc},
    {Py_tp_methods, cipher_methods},
    {0, NULL},
};

static PyType_Spec cipher_spec = {
    .name = "paraph.gost._kernel.Cipher",
    .basicsize = sizeof(CipherObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = cipher_slots,
};

static PyMethodDef cipher_functions[] = {
    {"gost28147", ciphers_gost28147, METH_VARARGS, "gost28147(key, substitution)"},
    {"magma", ciphers_magma, METH_VARARGS, "magma(key, substitution)"},
    {"kuznyechik", ciphers_kuznyechik, METH_VARARGS, "kuznyechik(key)"},
    {NULL, NULL, 0, NULL},
};

int add_ciphers(PyObject *module)
{
    kuznyechik_setup();
    if (add_type(module, "Cipher", &cipher_spec) < 0)
        return -1;
    cipher_type = (PyTypeObject *)PyObject_GetAttrString(module, "Cipher"); /* kept as long as the process */
    if (cipher_type == NULL)
        return -1;
    return PyModule_AddFunctions(module, cipher_functions);
}
