"""The journeys of the demonstration by the names they have in the report."""

from paraph.demo import diadoc, elma365, journeys, portal_journeys

JOURNEYS = {
    "main": journeys.main,
    "refusal": journeys.refusal,
    "employees": journeys.employees,
    "diadoc-package": diadoc.package,
    "diadoc-utd": diadoc.utd,
    "diadoc-received": diadoc.received,
    "signx": portal_journeys.signx,
    "clickdoc": portal_journeys.clickdoc,
    "elma365": elma365.exchange,
}

#: What is played for somebody who stays and looks around.
SHOWN = {
    "main": journeys.main,
    "diadoc-deal": diadoc.deal,
    "diadoc-received": diadoc.received,
    "elma365": elma365.exchange,
}
