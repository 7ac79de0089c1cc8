"""Numbers of the Диадок API in one place (sizes in bytes). They are published, unless it says otherwise."""

from __future__ import annotations

from datetime import timedelta

from paraph.effects.limits import Limit

#: Documents in one message.
DOCUMENTS_IN_MESSAGE = 40
#: One document, and all the contents written into one request together.
DOCUMENT = REQUEST = 70 * 1024 * 1024
#: Longer contents go through the shelf instead of the request.
INLINE = 500 * 1024
SHELF_FILE = 400 * 1024 * 1024
SHELF_PART = 3 * 1024 * 1024
PAGE = 100
COMMENT = 5000
MESSAGE_TO_COUNTERAGENT = 2000
#: ИНН in one look-up: ours, the service names no number.
INNS_AT_ONCE = 100
#: A document that goes with an invitation: ours, it lies inside the request.
INLINE_INVITATION = 10 * 1024 * 1024

#: Effects of one account; the calls inside them are paced by the transport.
EFFECTS = Limit(rate=4, burst=8)
#: Connections of one process, and calls it starts per second (recommended: 4 threads, 100 a second in all).
CONNECTIONS = 4
CALLS_PER_SECOND = 50

#: How long a token lives, less a reserve for the clocks.
TOKEN_LIFE = timedelta(hours=23)
#: The longest answer that is not a document's content: ours.
ANSWER = 64 * 1024 * 1024
#: How often a read is tried, and how long the first pause between tries is; ours.
TRIES = 3
FIRST_PAUSE = 0.5
#: Waits when the service does not say how long: after 429, and after a failure of its own.
BUSY_PAUSE = timedelta(seconds=30)
FAILURE_PAUSE = timedelta(seconds=60)
#: Whatever Retry-After says, we come back within this.
LONGEST_PAUSE = timedelta(hours=1)
