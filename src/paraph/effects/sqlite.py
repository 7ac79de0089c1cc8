"""The WAL-reset bug of SQLite (sqlite.org/wal.html#walresetbug): say it at start, with what to do."""

from __future__ import annotations

import logging
import sqlite3

from django.db import connection

logger = logging.getLogger(__name__)

Version = tuple[int, int, int]


def has_wal_reset_bug(version: Version) -> bool:
    """Versions 3.7.0 to 3.51.2, except the branches that were mended: 3.50.7 and 3.44.6."""
    mended = (3, 44, 6) <= version < (3, 45, 0) or (3, 50, 7) <= version < (3, 51, 0)
    return (3, 7, 0) <= version < (3, 51, 3) and not mended


def warn_about_sqlite(version: Version = sqlite3.sqlite_version_info) -> None:
    """Log one warning if the database is SQLite of a version that can damage it."""
    if connection.vendor == "sqlite" and has_wal_reset_bug(version):
        logger.warning(
            "SQLite %s: в версиях 3.7.0–3.51.2 есть редкая ошибка, которая при одновременной записи может "
            "повредить базу (WAL-reset). Установите SQLite 3.51.3 или новее (исправлены также 3.50.7 и "
            "3.44.6) или перейдите на PostgreSQL (PARAPH_DATABASE_URL) и делайте резервные копии. Если "
            "исправление внёс ваш дистрибутив, ничего делать не нужно.",
            ".".join(map(str, version)),
        )
