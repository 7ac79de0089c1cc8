"""Tables of messages: nothing in them is ever changed except cards, tags and what a draft becomes.

A letter (message, draft or template) holds entities; an entity belongs to a document or is one. What a box
sees of a letter is told by `sights`; how a document stands is always worked out from the entities seen.
`cards` and `tags` are indexes over that for lists; `events` and `docflow_events` are the feeds.
"""

from __future__ import annotations

from paraph.sandbox.diadoc.world import tables

tables(
    """
    CREATE TABLE IF NOT EXISTS contents (hash TEXT PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS letters (
        id TEXT PRIMARY KEY, kind INTEGER NOT NULL, created INTEGER NOT NULL,
        from_box TEXT NOT NULL, to_box TEXT NOT NULL, proxy_box TEXT NOT NULL,
        from_department TEXT NOT NULL, to_department TEXT NOT NULL, proxy_department TEXT NOT NULL,
        internal INTEGER NOT NULL, lock_mode INTEGER NOT NULL, more TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS documents (
        id TEXT PRIMARY KEY, letter TEXT NOT NULL REFERENCES letters, position INTEGER NOT NULL,
        type TEXT NOT NULL, function TEXT NOT NULL, version TEXT NOT NULL, workflow INTEGER NOT NULL,
        custom_id TEXT NOT NULL, need_signature INTEGER NOT NULL, need_receipt INTEGER NOT NULL,
        encrypted INTEGER NOT NULL, metadata TEXT NOT NULL, editing_setting TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS documents_by_letter ON documents (letter, position);
    CREATE INDEX IF NOT EXISTS documents_by_custom_id ON documents (custom_id) WHERE custom_id != '';
    CREATE TABLE IF NOT EXISTS entities (
        id TEXT PRIMARY KEY, letter TEXT NOT NULL REFERENCES letters, document TEXT NOT NULL,
        parent TEXT NOT NULL, type INTEGER NOT NULL, kind INTEGER NOT NULL, created INTEGER NOT NULL,
        box TEXT NOT NULL, department TEXT NOT NULL, user TEXT NOT NULL, file_name TEXT NOT NULL,
        size INTEGER, hash TEXT, more TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS entities_by_document ON entities (document, created);
    CREATE INDEX IF NOT EXISTS entities_by_letter ON entities (letter, created);
    CREATE TABLE IF NOT EXISTS sights (
        box TEXT NOT NULL, entity TEXT NOT NULL, letter TEXT NOT NULL, seen INTEGER NOT NULL,
        PRIMARY KEY (box, entity)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS sights_by_letter ON sights (box, letter);
    CREATE TABLE IF NOT EXISTS links (
        initial_letter TEXT NOT NULL, initial TEXT NOT NULL,
        subordinate_letter TEXT NOT NULL, subordinate TEXT NOT NULL, PRIMARY KEY (initial, subordinate)
    );
    CREATE INDEX IF NOT EXISTS links_by_subordinate ON links (subordinate);
    CREATE TABLE IF NOT EXISTS cards (
        box TEXT NOT NULL, document TEXT NOT NULL, letter TEXT NOT NULL, direction INTEGER NOT NULL,
        partner TEXT NOT NULL, department TEXT NOT NULL, packet TEXT NOT NULL, packet_since INTEGER NOT NULL,
        sent INTEGER, delivered INTEGER, moment INTEGER NOT NULL, modified INTEGER NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0, read INTEGER NOT NULL DEFAULT 0,
        type TEXT NOT NULL, number TEXT NOT NULL, day TEXT NOT NULL, custom TEXT NOT NULL DEFAULT '{}',
        PRIMARY KEY (box, document)
    );
    CREATE INDEX IF NOT EXISTS cards_by_letter ON cards (letter);
    CREATE INDEX IF NOT EXISTS cards_by_packet ON cards (box, packet);
    CREATE INDEX IF NOT EXISTS cards_by_number ON cards (box, number);
    CREATE TABLE IF NOT EXISTS tags (
        box TEXT NOT NULL, direction INTEGER NOT NULL, status TEXT NOT NULL, document TEXT NOT NULL,
        moment INTEGER NOT NULL, day TEXT NOT NULL, type TEXT NOT NULL,
        PRIMARY KEY (box, document, direction, status)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS tags_by_moment ON tags (box, direction, status, moment, document, type);
    CREATE INDEX IF NOT EXISTS tags_by_day ON tags (box, direction, status, day, document, type);
    CREATE TABLE IF NOT EXISTS events (
        n INTEGER PRIMARY KEY, box TEXT NOT NULL, key INTEGER NOT NULL, moment INTEGER NOT NULL,
        shown REAL NOT NULL, id TEXT NOT NULL, letter TEXT NOT NULL, whole INTEGER NOT NULL,
        body TEXT NOT NULL, message_type INTEGER NOT NULL, directions TEXT NOT NULL,
        types TEXT NOT NULL, partner TEXT NOT NULL,
        departments TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS events_by_key ON events (box, key, n);
    CREATE INDEX IF NOT EXISTS events_by_id ON events (box, id);
    CREATE TABLE IF NOT EXISTS docflow_events (
        n INTEGER PRIMARY KEY, box TEXT NOT NULL, key INTEGER NOT NULL, shown REAL NOT NULL,
        id TEXT NOT NULL, letter TEXT NOT NULL, document TEXT NOT NULL,
        message_type INTEGER NOT NULL, direction INTEGER NOT NULL,
        type TEXT NOT NULL, partner TEXT NOT NULL, department TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS docflow_events_by_key ON docflow_events (box, key, n);
    CREATE INDEX IF NOT EXISTS docflow_events_by_document ON docflow_events (box, document, n);
    CREATE TABLE IF NOT EXISTS operations (
        method TEXT NOT NULL, box TEXT NOT NULL, id TEXT NOT NULL, answer BLOB NOT NULL,
        PRIMARY KEY (method, box, id)
    );
    CREATE TABLE IF NOT EXISTS bad_signatures (
        entity TEXT NOT NULL, box TEXT NOT NULL, day TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (entity, box, day)
    );
    CREATE TABLE IF NOT EXISTS forwards (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL, moment INTEGER NOT NULL, from_box TEXT NOT NULL,
        to_box TEXT NOT NULL, letter TEXT NOT NULL, document TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS forwards_by_box ON forwards (to_box, moment);
    CREATE INDEX IF NOT EXISTS forwards_by_document ON forwards (document);
    CREATE TABLE IF NOT EXISTS patched_contents (
        id TEXT PRIMARY KEY, document TEXT NOT NULL, box TEXT NOT NULL, hash TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS resolution_routes (
        id TEXT PRIMARY KEY, box TEXT NOT NULL, name TEXT NOT NULL
    );
    """
)
