from scenario import catcher, firm, mail, pki, sent  # noqa: F401
