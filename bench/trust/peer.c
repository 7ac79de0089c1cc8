/* OpenSSL with gost-engine, in process: the peer of bench-trust.
 * Started with the folder of the material; every line "NAME SECONDS" is answered by the rate of one window,
 * in works per second of this thread's CPU time. Stops with a message when the engine refuses a good
 * signature or takes a bad one. */
#define _POSIX_C_SOURCE 200809L
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/cms.h>
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_KEYS 2048
#define HASHED (16u << 20)

static void require(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "peer: %s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

typedef struct {
    unsigned char *data;
    size_t size;
} bytes;

static bytes read_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    require(file != NULL, path);
    fseek(file, 0, SEEK_END);
    bytes found = {NULL, (size_t)ftell(file)};
    rewind(file);
    found.data = malloc(found.size + 1);
    require(found.data != NULL && fread(found.data, 1, found.size, file) == found.size, path);
    found.data[found.size] = 0;
    fclose(file);
    return found;
}

/* -- signatures by many keys, one after another ------------------------------------------------------ */

typedef struct {
    EVP_PKEY_CTX *key;
    bytes digest, signature;
} signed_digest;

typedef struct {
    signed_digest items[MAX_KEYS];
    size_t count, next;
} signatures;

static bytes unhex(const char *text)
{
    long size;
    bytes found = {OPENSSL_hexstr2buf(text, &size), 0};
    require(found.data != NULL, "the material is not hexadecimal");
    found.size = (size_t)size;
    return found;
}

static int holds(const signed_digest *item)
{
    return EVP_PKEY_verify(item->key, item->signature.data, item->signature.size, item->digest.data,
                           item->digest.size) == 1;
}

static void load_signatures(signatures *all, const char *folder, const char *name)
{
    char *text = (char *)read_file(folder, name).data;
    for (char *word = strtok(text, " \n"); word != NULL; word = strtok(NULL, " \n")) {
        require(all->count < MAX_KEYS, "too many keys");
        signed_digest *item = &all->items[all->count++];
        bytes encoded = unhex(word);
        const unsigned char *at = encoded.data;
        EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)encoded.size);
        require(key != NULL, "a key is not read");
        item->key = EVP_PKEY_CTX_new(key, NULL);
        item->digest = unhex(strtok(NULL, " \n"));
        item->signature = unhex(strtok(NULL, " \n"));
        require(EVP_PKEY_verify_init(item->key) == 1 && holds(item), "a good signature is refused");
        item->digest.data[0] ^= 1;
        require(!holds(item), "a bad signature is taken");
        item->digest.data[0] ^= 1;
        ERR_clear_error();
    }
}

static void verify_next(signatures *all)
{
    require(holds(&all->items[all->next]), "a good signature is refused");
    all->next = (all->next + 1) % all->count;
}

/* -- the whole check --------------------------------------------------------------------------------- */

typedef struct {
    X509_STORE *store;
    bytes document, signature;
} exchange;

static void add_certificate(X509_STORE *store, const char *folder, const char *name)
{
    bytes encoded = read_file(folder, name);
    const unsigned char *at = encoded.data;
    X509 *certificate = d2i_X509(NULL, &at, (long)encoded.size);
    require(certificate != NULL && X509_STORE_add_cert(store, certificate) == 1, name);
}

static void add_crl(X509_STORE *store, const char *folder, const char *name)
{
    bytes encoded = read_file(folder, name);
    const unsigned char *at = encoded.data;
    X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)encoded.size);
    require(crl != NULL && X509_STORE_add_crl(store, crl) == 1, name);
}

static int verify_document(const exchange *given)
{
    const unsigned char *at = given->signature.data;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)given->signature.size);
    require(cms != NULL, "the signature is not read");
    BIO *document = BIO_new_mem_buf(given->document.data, (int)given->document.size);
    int valid = CMS_verify(cms, NULL, given->store, document, NULL, CMS_BINARY) == 1;
    BIO_free(document);
    CMS_ContentInfo_free(cms);
    return valid;
}

static void load_exchange(exchange *loaded, const char *folder, const char *name)
{
    loaded->store = X509_STORE_new();
    add_certificate(loaded->store, folder, "trust/root.crt");
    add_certificate(loaded->store, folder, "trust/sub.crt");
    add_crl(loaded->store, folder, "root.crl");
    add_crl(loaded->store, folder, "sub.crl");
    X509_STORE_set_flags(loaded->store,
                         X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_POLICY_CHECK);
    char signature[64];
    snprintf(signature, sizeof signature, "%s.signature", name);
    loaded->document = read_file(folder, name);
    loaded->signature = read_file(folder, signature);
    require(verify_document(loaded), "the good document is refused");
    loaded->document.data[0] ^= 1;
    require(!verify_document(loaded), "a changed document is taken");
    loaded->document.data[0] ^= 1;
    ERR_clear_error();
}

/* -- the windows ------------------------------------------------------------------------------------- */

static signatures by_256, by_512;
static exchange document, small;
static unsigned char hashed[HASHED];
static const EVP_MD *streebog;

static int work(const char *name)
{
    if (strcmp(name, "verify-256") == 0)
        verify_next(&by_256);
    else if (strcmp(name, "verify-512") == 0)
        verify_next(&by_512);
    else if (strcmp(name, "document") == 0)
        require(verify_document(&document), "the good document is refused");
    else if (strcmp(name, "small") == 0)
        require(verify_document(&small), "the good document is refused");
    else if (strcmp(name, "streebog") == 0) {
        unsigned char digest[EVP_MAX_MD_SIZE];
        require(EVP_Digest(hashed, HASHED, digest, NULL, streebog, NULL) == 1, "no hash");
        return HASHED >> 20;
    } else
        require(0, "an unknown work");
    return 1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int count, char **arguments)
{
    require(count == 2, "give the folder of the material");
    ENGINE_load_dynamic();
    ENGINE *engine = ENGINE_by_id("gost");
    require(engine != NULL && ENGINE_init(engine) && ENGINE_set_default(engine, ENGINE_METHOD_ALL), "no engine");
    streebog = EVP_get_digestbyname("md_gost12_256");
    require(streebog != NULL, "no Streebog");
    load_signatures(&by_256, arguments[1], "verify-256");
    load_signatures(&by_512, arguments[1], "verify-512");
    load_exchange(&document, arguments[1], "document");
    load_exchange(&small, arguments[1], "small");
    puts("ready");
    fflush(stdout);
    char name[32];
    double seconds;
    while (scanf("%31s %lf", name, &seconds) == 2) {
        long done = 0;
        double start = now(), spent;
        do {
            done += work(name);
            spent = now() - start;
        } while (spent < seconds);
        printf("%.17g\n", (double)done / spent);
        fflush(stdout);
    }
    return 0;
}
