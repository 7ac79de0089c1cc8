"""Names of exchange files: what is made is read, what is made otherwise is not."""

from __future__ import annotations

from datetime import date

import pytest
from formats_kit import days, guids, ids, patient
from hypothesis import given
from hypothesis import strategies as st

from paraph.formats import file_names
from paraph.formats.file_names import PLAIN_MARKS, FileName
from paraph.formats.xml_files import FormatError

GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
prefixes = st.sampled_from(["ON_NSCHFDOPPR", "ON_NSCHFDOPPRMARK", "DP_IZVPOL", "DP_PDPOL"])
marks = st.just(()) | st.just(PLAIN_MARKS) | st.just(("1", "1", "0", "1", "0", "07"))


@patient
@given(
    st.builds(FileName, prefixes, ids, ids | st.from_regex(r"\A[A-Z0-9]{3}\Z"), days, guids, marks),
    st.sampled_from(["", ".xml", ".XML"]),
)
def test_made_and_read(name, extension) -> None:
    assert file_names.parse(f"{name}{extension}") == name


@pytest.mark.parametrize(
    "name",
    [
        "", ".xml", "invoice.xml", f"ON_NSCHFDOPPR_2BM-1_2BM-2_20261321_{GUID}",
        "ON_NSCHFDOPPR_2BM-1_2BM-2_20261121_1",
        f"ON_NSCHFDOPPR_2BM_2BM-2_20261121_{GUID}", f"ON_NSCHFDOPPR_2BM-1_2BM-2_20261121_{GUID}_123",
        f"ON_NSCHFDOPPR_2BM 1_2BM-2_20261121_{GUID}", f"ON_NSCHFDOPPR_{'2' * 47}_2BM-2_20261121_{GUID}",
    ],
)  # fmt: skip
def test_others_are_none(name) -> None:
    assert file_names.parse(name) is None


@pytest.mark.parametrize(
    "change", [{"addressee": "2BM"}, {"author": "2B"}, {"guid": "1"}, {"marks": ("x",)}, {"prefix": "on"}]
)
def test_impossible_ones_are_not_made(change) -> None:
    parts = {
        "prefix": "DP_IZVPOL", "addressee": "2BM-1", "author": "2BM-2", "day": date(2026, 11, 21),
        "guid": GUID,
    }  # fmt: skip
    assert str(FileName(**parts))
    with pytest.raises(FormatError, match="правилам ФНС"):
        FileName(**(parts | change))


def test_participants() -> None:
    assert file_names.is_participant("2BM-7731376812@a.b")
    assert not any(map(file_names.is_participant, ("2BM", "2BM_1", "а" * 5, "2" * 47, "2BM-1\n")))
