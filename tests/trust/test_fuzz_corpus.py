"""Every input that ever led the fuzzer somewhere new is read again: an answer or the reader's own error."""

import pytest
from fuzz.targets import CORPUS, all_targets

TARGETS = all_targets()


@pytest.mark.parametrize("name", TARGETS)
def test_kept_inputs_get_an_answer(name):
    kept = sorted((CORPUS / name).iterdir())
    assert kept, "the corpus of a target is never empty"
    for path in kept:
        TARGETS[name](path.read_bytes())
