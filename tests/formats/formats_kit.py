"""Random values the formats of ФНС can hold, and the official schemas beside the repository."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from paraph.formats.participants import (
    ElectronicPower,
    Foreigner,
    FullName,
    Operator,
    Organization,
    PaperPower,
    Participant,
    Person,
    Signer,
)
from paraph.formats.schemas import schema_faults
from paraph.formats.service_documents import SignedFile
from paraph.formats.xml_files import read_root

#: Tests share a busy machine: how long one example takes says nothing.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
EDO = Path(__file__).parents[3] / "shared" / "data" / "edo"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE Файл [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><Файл ИдФайл="&c;"><Документ>&c;</Документ></Файл>""".encode()

# No control characters (XML has none), no spaces at the ends (the schemas do not mind, people would).
_LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))


def words(longest: int) -> st.SearchStrategy[str]:
    return st.text(_LETTERS, min_size=1, max_size=longest)


def inns(size: int) -> st.SearchStrategy[str]:
    return st.from_regex(rf"\A(?!00)[0-9]{{{size}}}\Z")


kpps = st.from_regex(r"\A(?!00)[0-9]{4}[0-9A-Z]{2}[0-9]{3}\Z")
ids = st.from_regex(r"\A[A-Za-z0-9@.-]{4,46}\Z")
days = st.dates(date(1950, 1, 1), date(2099, 12, 31))
moments = st.integers(631_152_000, 4_070_908_800).map(lambda second: datetime.fromtimestamp(second, UTC))
guids = st.uuids().map(str)
names = st.builds(FullName, words(60), words(60), st.just("") | words(60))
organizations = st.builds(Organization, words(200), inns(10), kpps)
traders = st.builds(Person, names, inns(12))
people = st.builds(Person, names, inns(12), st.just(False))
foreigners = st.builds(
    Foreigner, st.booleans(), st.from_regex(r"\A[0-9]{3}\Z"), words(100), st.just("") | words(50)
)
operators = st.builds(Operator, words(200), inns(10), st.from_regex(r"\A[A-Za-z0-9@.-]{3}\Z"))
#: Those who can propose an annulment: letters of their КПП are A…F.
_old_kpps = st.from_regex(r"\A(?!00)[0-9]{4}[0-9A-F]{2}[0-9]{3}\Z")
two_sided = st.builds(Participant, ids, st.builds(Organization, words(200), inns(10), _old_kpps) | traders)
participants = st.builds(Participant, ids, organizations | traders | people | foreigners)
powers = st.builds(
    ElectronicPower, guids, days, st.just("") | words(50), st.none() | days, st.booleans(), words(500)
)
papers = st.builds(PaperPower, days, words(50), st.just("") | words(300), st.none() | names)
signers = st.one_of(
    st.builds(Signer, names, words(255), st.just("1")),
    st.builds(Signer, names, words(255), st.just("2"), st.sampled_from("123"), power=powers),
    st.builds(Signer, names, words(255), st.just("3"), paper=papers),
)
signed_files = st.builds(
    SignedFile, words(255).filter(lambda name: not name.lower().endswith(".xml")),
    st.lists(st.binary(min_size=1, max_size=60), min_size=1, max_size=3).map(tuple),
)  # fmt: skip


def faults(data: bytes, schema: str, file_name: str) -> list[str]:
    """What the official schema says against the file."""
    text = (EDO / "xsd" / schema).read_bytes()
    return schema_faults(read_root(data, limit=10**7), text, file_name.removesuffix(".xml"))
