"""tinkoff-diadoc as it is, sent to the emulated operator; prints what it understood as JSON.

Runs in the environment of clients with the client on the path:   python tinkoff_walk.py URL INN INN INN
"""

import json
import sys
from dataclasses import asdict

from diadoc.client import DiadocClient
from diadoc.exceptions import DiadocHTTPException
from diadoc.http import DiadocHTTP

url, partner, stranger, roaming = sys.argv[1:]
DiadocHTTP.diadoc_base_url = f"{url}/"
client = DiadocClient()


def shown(partners):
    return [asdict(one) for one in partners]


(mine, *_) = client.get_my_organizations()
known = client.get_counteragents(mine)
(found, *_) = client.get_organizations_by_inn_kpp(stranger)
client.acquire_counteragent(mine, found, "Здравствуйте")
(distant, *_) = client.get_organizations_by_inn_kpp(roaming)
client.acquire_counteragent(mine, distant)  # refused with 409, which the client takes calmly
try:
    client.http.get("V3/GetCounteragents", params={"myBoxId": known[0].diadoc_box_id})
    refused = 200
except DiadocHTTPException as error:
    refused = error.code
told = {
    "mine": asdict(mine),
    "known": shown(known),
    "found": shown(client.get_organizations_by_inn_kpp(partner)),
    "after": shown(client.get_counteragents(mine)),
    "refused": refused,
}
print(json.dumps(told, default=lambda value: value.value))
