"""Getting into the emulated operator."""

from __future__ import annotations

from diadoc_http import DiadocHttp

from paraph.wire.diadoc.organizations_pb2 import OrganizationList


def test_a_password_opens_the_user_s_organizations(diadoc: DiadocHttp) -> None:
    seller = diadoc.as_user("seller")
    mine = seller.get(OrganizationList, "/GetMyOrganizations")
    assert diadoc.ready["organizations"]["seller"]["inn"] in {of.Inn for of in mine.Organizations}
