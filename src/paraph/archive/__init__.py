"""Evidence, protocol, stamp, export, integrity scan."""
