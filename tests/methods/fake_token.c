/* A PKCS#11 module with one hardware token for tests of the binding: the functions signing needs, laid out by
   the standard. Certificates are put in by the test, and the digest to sign is handed to the test, which answers
   with the octets a device would give. */
#include <string.h>

typedef unsigned long ulong;
typedef unsigned char byte;
typedef struct { ulong type; void *value; ulong length; } attribute;
typedef struct { ulong mechanism; void *parameter; ulong length; } mechanism;
typedef int (*signer)(ulong mechanism, const byte *digest, ulong length, byte *signature);

enum { MAX = 8, CERTIFICATE = 1, PRIVATE_KEY = 3, CLASS = 0, VALUE = 0x11, ID = 0x102, SLOT = 7, SESSION = 21 };
enum {
    ARGUMENTS_BAD = 0x7, ATTRIBUTE_INVALID = 0x12, DEVICE_REMOVED = 0x32, MECHANISM_INVALID = 0x70,
    PIN_INCORRECT = 0xA0, SESSION_INVALID = 0xB3, NOT_LOGGED_IN = 0x101, ALREADY_INITIALIZED = 0x191
};

static struct { byte value[65536]; ulong length; byte id[32]; ulong id_length; } certificates[MAX];
static int count, present = 1, initialized, logged_in, sessions, searching, found_at;
static byte wanted_id[32];
static ulong wanted_class, wanted_id_length, signing_mechanism, signing_key;
static signer make;

void fake_reset(signer with) { count = 0; present = 1; logged_in = 0; make = with; }
void fake_remove(void) { present = 0; }
int fake_sessions(void) { return sessions; }
void fake_add(const byte *value, ulong length, const byte *id, ulong id_length) {
    memcpy(certificates[count].value, value, length);
    certificates[count].length = length;
    memcpy(certificates[count].id, id, id_length);
    certificates[count].id_length = id_length;
    count++;
}

static ulong initialize(void *arguments) {
    (void)arguments;
    if (initialized) return ALREADY_INITIALIZED;
    initialized = 1;
    return 0;
}
static ulong finalize(void *reserved) { (void)reserved; initialized = logged_in = sessions = 0; return 0; }
static ulong slots(byte token_present, ulong *list, ulong *number) {
    if (!token_present || *number < 1) return ARGUMENTS_BAD;
    *number = present;
    if (present) list[0] = SLOT;
    return 0;
}
static ulong slot_info(ulong slot, byte *info) {
    if (slot != SLOT) return ARGUMENTS_BAD;
    memset(info, ' ', 96);
    *(ulong *)(info + 96) = 1 | 2 | 4;
    return 0;
}
static ulong token_info(ulong slot, byte *info) {
    if (slot != SLOT) return ARGUMENTS_BAD;
    memset(info, ' ', 96);
    memcpy(info, "Fake token", 10);
    memcpy(info + 64, "Model", 5);
    memcpy(info + 80, "0001", 4);
    return 0;
}
static ulong open_session(ulong slot, ulong flags, void *data, void *notify, ulong *session) {
    (void)data; (void)notify;
    if (!present) return DEVICE_REMOVED;
    if (slot != SLOT || flags != 4) return ARGUMENTS_BAD;
    sessions++;
    *session = SESSION;
    return 0;
}
static ulong close_session(ulong session) { if (session != SESSION) return SESSION_INVALID; sessions--; return 0; }
static ulong login(ulong session, ulong user, const char *pin, ulong length) {
    if (session != SESSION || user != 1) return ARGUMENTS_BAD;
    if (length != 8 || memcmp(pin, "12345678", 8)) return PIN_INCORRECT;
    logged_in = 1;
    return 0;
}
static ulong find_init(ulong session, attribute *template, ulong number) {
    if (session != SESSION || number < 1 || number > 2 || template[0].type != CLASS || searching) return ARGUMENTS_BAD;
    if (template[0].length != sizeof(ulong)) return ARGUMENTS_BAD;
    memcpy(&wanted_class, template[0].value, sizeof(ulong));
    wanted_id_length = 0;
    if (number == 2) {
        if (template[1].type != ID) return ARGUMENTS_BAD;
        wanted_id_length = template[1].length;
        memcpy(wanted_id, template[1].value, wanted_id_length);
    }
    searching = 1;
    found_at = 0;
    return 0;
}
/* Handle of a certificate: 100 + place; of its key: 200 + place. */
static ulong find(ulong session, ulong *handles, ulong most, ulong *number) {
    if (session != SESSION || !searching) return ARGUMENTS_BAD;
    *number = 0;
    if (wanted_class == PRIVATE_KEY && !logged_in) return 0;
    for (; found_at < count && *number < most; found_at++)
        if (!wanted_id_length || (wanted_id_length == certificates[found_at].id_length &&
                                  !memcmp(wanted_id, certificates[found_at].id, wanted_id_length)))
            handles[(*number)++] = (wanted_class == CERTIFICATE ? 100 : 200) + found_at;
    return 0;
}
static ulong find_final(ulong session) { (void)session; searching = 0; return 0; }
static ulong get_attribute(ulong session, ulong handle, attribute *asked, ulong number) {
    if (session != SESSION || number != 1 || handle < 100 || handle >= 100 + (ulong)count) return ARGUMENTS_BAD;
    const void *value = certificates[handle - 100].value;
    ulong length = certificates[handle - 100].length;
    if (asked->type == ID) {
        value = certificates[handle - 100].id;
        length = certificates[handle - 100].id_length;
    } else if (asked->type != VALUE) {
        asked->length = (ulong)-1;
        return ATTRIBUTE_INVALID;
    }
    if (asked->value) memcpy(asked->value, value, length);
    asked->length = length;
    return 0;
}
static ulong sign_init(ulong session, mechanism *how, ulong key) {
    if (session != SESSION || !logged_in) return NOT_LOGGED_IN;
    if (how->mechanism != 0x1201 && how->mechanism != 0xD4321006) return MECHANISM_INVALID;
    signing_mechanism = how->mechanism;
    signing_key = key;
    return key < 200 ? ARGUMENTS_BAD : 0;
}
static ulong sign(ulong session, const byte *digest, ulong length, byte *signature, ulong *size) {
    if (!present) return DEVICE_REMOVED;
    if (session != SESSION || *size < 2 * length) return ARGUMENTS_BAD;
    *size = 2 * length;
    return make(signing_mechanism, digest, length, signature);
}

static struct { byte version[2]; void *functions[68]; } list = {{2, 40}, {0}};

ulong C_GetFunctionList(void **out) {
    list.functions[0] = initialize;
    list.functions[1] = finalize;
    list.functions[4] = slots;
    list.functions[5] = slot_info;
    list.functions[6] = token_info;
    list.functions[12] = open_session;
    list.functions[13] = close_session;
    list.functions[18] = login;
    list.functions[24] = get_attribute;
    list.functions[26] = find_init;
    list.functions[27] = find;
    list.functions[28] = find_final;
    list.functions[42] = sign_init;
    list.functions[43] = sign;
    *out = &list;
    return 0;
}
