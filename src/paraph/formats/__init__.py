"""ФНС formats and Russian identifiers. Knows no Django and does no I/O."""
