"""What the partner does with a link."""

from __future__ import annotations

import factories
import pytest

from paraph.signing.models import Signature


def test_partner_opens_reads_and_uploads_a_signature(firm, sent, guest, mail):
    package = sent()
    assert package.flow.status == "SENT"

    cover = guest.get(package.token)
    assert cover.status_code == 200
    assert "Открыть документ" in cover.text
    assert firm.organization.name in cover.text
    assert package.flow.status == "SENT"  # looking is not receiving: mail scanners look too

    assert guest.open(package.token).status_code == 302
    assert package.flow.status == "WAITING_RESPONSE"
    page = guest.get(package.token)
    assert f'href="/g/{package.token}/file/"' in page.text

    assert guest.sign(package.token).status_code == 302
    assert package.flow.status == "COMPLETED"
    result = guest.get(package.token)
    assert "Вы подписали документ" in result.text
    assert Signature.objects.filter(side="R").get().method == "file"
