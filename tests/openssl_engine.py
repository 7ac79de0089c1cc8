"""How OpenSSL is told to use gost-engine: the independent oracle of many rooms."""

ENGINE_CONFIG = """\
openssl_conf = openssl_def
[openssl_def]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""
