"""Certificates, CMS/CAdES and verdicts for Russian signatures. Knows no Django and does no I/O."""
