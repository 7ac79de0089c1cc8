"""Object identifiers used in Russian certificates and signatures, each under one name.

Sources: RFC 5280, 5652, 5035, 5126, 5940, 3161, 6960, 9215; ETSI EN 319 122-1; приказ ФСБ России от
27.12.2011 № 795.
"""

from __future__ import annotations

# -- names (X.520; приказ ФСБ № 795) ------------------------------------------------------------------
COMMON_NAME = "2.5.4.3"
SURNAME = "2.5.4.4"
COUNTRY = "2.5.4.6"
LOCALITY = "2.5.4.7"
STATE = "2.5.4.8"
STREET = "2.5.4.9"
ORGANIZATION = "2.5.4.10"
ORGANIZATIONAL_UNIT = "2.5.4.11"
TITLE = "2.5.4.12"
GIVEN_NAME = "2.5.4.42"
EMAIL = "1.2.840.113549.1.9.1"
INN = "1.2.643.3.131.1.1"
INN_LE = "1.2.643.100.4"
OGRN = "1.2.643.100.1"
OGRNIP = "1.2.643.100.5"
SNILS = "1.2.643.100.3"

#: How an attribute is written in a displayed name.
NAME_LABELS = {
    COMMON_NAME: "CN",
    SURNAME: "SN",
    COUNTRY: "C",
    LOCALITY: "L",
    STATE: "ST",
    STREET: "STREET",
    ORGANIZATION: "O",
    ORGANIZATIONAL_UNIT: "OU",
    TITLE: "T",
    GIVEN_NAME: "GN",
    EMAIL: "E",
    INN: "ИНН",
    INN_LE: "ИННЮЛ",
    OGRN: "ОГРН",
    OGRNIP: "ОГРНИП",
    SNILS: "СНИЛС",
}

# -- keys, digests, signatures (RFC 9215, RFC 4357) -----------------------------------------------------
GOST_2012_256 = "1.2.643.7.1.1.1.1"
GOST_2012_512 = "1.2.643.7.1.1.1.2"
GOST_2001 = "1.2.643.2.2.19"
STREEBOG_256 = "1.2.643.7.1.1.2.2"
STREEBOG_512 = "1.2.643.7.1.1.2.3"
GOST_R_3411_94 = "1.2.643.2.2.9"
#: Its parameter set, named in keys of 2001 (RFC 4357 cl. 11.2).
GOST_R_3411_94_CRYPTOPRO = "1.2.643.2.2.30.1"
SIGNATURE_256 = "1.2.643.7.1.1.3.2"
SIGNATURE_512 = "1.2.643.7.1.1.3.3"
SIGNATURE_2001 = "1.2.643.2.2.3"
SHA1 = "1.3.14.3.2.26"
SHA256 = "2.16.840.1.101.3.4.2.1"
SHA384 = "2.16.840.1.101.3.4.2.2"
SHA512 = "2.16.840.1.101.3.4.2.3"

# -- certificate and CRL extensions (RFC 5280) ------------------------------------------------------------
SUBJECT_KEY_ID = "2.5.29.14"
KEY_USAGE = "2.5.29.15"
PRIVATE_KEY_USAGE_PERIOD = "2.5.29.16"
SUBJECT_ALT_NAME = "2.5.29.17"
ISSUER_ALT_NAME = "2.5.29.18"
BASIC_CONSTRAINTS = "2.5.29.19"
CRL_NUMBER = "2.5.29.20"
CRL_REASON = "2.5.29.21"
DELTA_CRL_INDICATOR = "2.5.29.27"
ISSUING_DISTRIBUTION_POINT = "2.5.29.28"
CERTIFICATE_ISSUER = "2.5.29.29"
NAME_CONSTRAINTS = "2.5.29.30"
CRL_DISTRIBUTION_POINTS = "2.5.29.31"
CERTIFICATE_POLICIES = "2.5.29.32"
ANY_POLICY = "2.5.29.32.0"
POLICY_MAPPINGS = "2.5.29.33"
AUTHORITY_KEY_ID = "2.5.29.35"
POLICY_CONSTRAINTS = "2.5.29.36"
EXTENDED_KEY_USAGE = "2.5.29.37"
FRESHEST_CRL = "2.5.29.46"
INHIBIT_ANY_POLICY = "2.5.29.54"
EXPIRED_CERTS_ON_CRL = "2.5.29.60"
AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1"
CA_ISSUERS = "1.3.6.1.5.5.7.48.2"
OCSP = "1.3.6.1.5.5.7.48.1"
OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1"
OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2"
OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5"
OCSP_ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.6"
EKU_CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
EKU_EMAIL = "1.3.6.1.5.5.7.3.4"
EKU_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
EKU_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"

# -- приказ ФСБ № 795: means of signing and identification ---------------------------------------------------
SUBJECT_SIGN_TOOL = "1.2.643.100.111"
ISSUER_SIGN_TOOL = "1.2.643.100.112"
IDENTIFICATION_KIND = "1.2.643.100.114"
#: Classes of signature means, as certificate policies.
SIGN_TOOL_CLASSES = {
    "1.2.643.100.113.1": "КС1",
    "1.2.643.100.113.2": "КС2",
    "1.2.643.100.113.3": "КС3",
    "1.2.643.100.113.4": "КВ1",
    "1.2.643.100.113.5": "КВ2",
    "1.2.643.100.113.6": "КА1",
}

# -- CMS and CAdES (RFC 5652, RFC 5035, RFC 5126) ------------------------------------------------------------
DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
COUNTER_SIGNATURE = "1.2.840.113549.1.9.6"
CERTIFICATE_REFS = "1.2.840.113549.1.9.16.2.21"
REVOCATION_REFS = "1.2.840.113549.1.9.16.2.22"
CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
C_TIME_STAMP = "1.2.840.113549.1.9.16.2.25"
ARCHIVE_TIME_STAMP_V2 = "1.2.840.113549.1.9.16.2.48"
ARCHIVE_TIME_STAMP_V3 = "0.4.0.1733.2.4"
HASH_INDEX_V3 = "0.4.0.19122.1.5"
#: ats-hash-index of TS 101 733 and its second version.
OLD_HASH_INDEXES = ("0.4.0.1733.2.5", "0.4.0.19122.1.4")
REVOCATION_INFO_OCSP = "1.3.6.1.5.5.7.16.2"
