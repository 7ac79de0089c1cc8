"""Numbers of the Web API of ELMA365 in one place. Few are published; «ours» are chosen to be bearable."""

from __future__ import annotations

from datetime import timedelta

from paraph.effects.limits import Limit

#: Requests to one company. ELMA365 publishes no number: ours.
CALLS = Limit(rate=10, burst=30)
#: Effects of one company; the calls inside them are paced by the client.
EFFECTS = Limit(rate=10, burst=40)
#: The longest wait for our turn inside one call; longer ones give the worker back. Ours.
LONGEST_WAIT = timedelta(seconds=5)

#: Items of one page of a list: the old documentation allows no more.
PAGE = 100
#: Pages of one list, after which it counts as endless. Ours.
PAGES = 1000

#: Bytes of one part of an upload.
PART = 5 * 1024 * 1024

#: Seconds for an answer, and for a part of a file. Ours.
TIMEOUT = 60.0
UPLOAD_TIMEOUT = 120.0
#: The longest answer that is no file: ours.
ANSWER = 32 * 1024 * 1024

#: Waits when the company does not say how long (ours).
BUSY_PAUSE = timedelta(seconds=10)
FAILURE_PAUSE = timedelta(seconds=60)
#: How often a company that does not accept our token is tried again; a new token does not wait for that.
WITHOUT_TOKEN = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=1)

#: The largest inbound call, bytes; calls a minute from one address that were not genuine. Ours.
INBOUND = 256 * 1024
FALSE_CALLS = Limit(rate=0.5, burst=30)
