"""Balance of signatures: packs a workspace was given, what is held back and what was used."""
