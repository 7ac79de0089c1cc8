"""«Ромашка» and its emulated ELMA365."""

from blocks_kit import blocks, edo  # noqa: F401
from sync_kit import elma, elma_emulator, no_letters, proofs  # noqa: F401

from operator_channel import operator  # noqa: F401
from scenario import catcher, mail, pki  # noqa: F401
