"""Numbers of the REST API of Битрикс24 in one place. They are published, unless it says otherwise."""

from __future__ import annotations

from datetime import timedelta

from paraph.effects.limits import Limit

#: The portal's bucket: it drains 2 requests a second and holds 50; ours leaves a reserve for other programs.
CALLS = Limit(rate=2, burst=40)
#: Effects of one portal; the calls inside them are paced by the client.
EFFECTS = Limit(rate=10, burst=40)
#: The longest wait for our turn inside one call; longer ones give the worker back. Ours.
LONGEST_WAIT = timedelta(seconds=5)

#: Calls in one batch, and the longest text of them together (ours: the portal names no number).
BATCH = 50
BATCH_BYTES = 4_000_000
PAGE = 50

#: Seconds of run time of one method in ten minutes, for one application of a cloud portal.
OPERATING = 480.0
#: From here on a method is left alone until the portal counts it down (ours).
OPERATING_ENOUGH = 450.0
#: Smaller figures are not worth a row (ours).
OPERATING_NOTED = 60.0

#: A request ends after 60 seconds.
TIMEOUT = 65.0
#: Files up to here travel inside the request in Base64; longer ones in two steps. Ours.
INLINE_FILE = 1024 * 1024
#: The longest answer that is no file: ours.
ANSWER = 32 * 1024 * 1024

#: Waits when the portal does not say how long (ours).
BUSY_PAUSE = timedelta(seconds=10)
OPERATING_PAUSE = timedelta(minutes=1)
FAILURE_PAUSE = timedelta(seconds=60)
OVERLOAD_PAUSE = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(hours=1)

#: A token is renewed this long before it ends; who renews it is trusted so long.
TOKEN_SPARE = timedelta(seconds=60)
REFRESH_LEASE = timedelta(seconds=30)

#: The largest inbound call of a portal, bytes; calls a minute from one address that were not genuine. Ours.
INBOUND = 256 * 1024
FALSE_CALLS = Limit(rate=0.5, burst=30)

#: How long a page in the portal stays open without being opened anew, and how long its tickets live. Ours.
FRAME_LIFE = timedelta(hours=10)
TICKET_LIFE = timedelta(minutes=1)
PICTURE_TICKET_LIFE = timedelta(minutes=10)

#: Scopes the application asks for, all at once: a scope added later needs an administrator again.
SCOPES = (
    "crm",
    "bizproc",
    "placement",
    "disk",
    "im",
    "user_basic",
    "department",
    "userfieldconfig",
    "documentgenerator",
    "pull",
)
