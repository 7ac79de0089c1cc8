from scenario import catcher, firm, mail, pki, sent  # noqa: F401
from together import own_database  # noqa: F401
