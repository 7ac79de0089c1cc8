"""Every journey of the demonstration by the name it has in the report."""

from paraph.demo import diadoc, journeys

JOURNEYS = {
    "main": journeys.main,
    "refusal": journeys.refusal,
    "employees": journeys.employees,
    "diadoc-package": diadoc.package,
    "diadoc-utd": diadoc.utd,
}
