"""The registry of powers of attorney (МЧД), and a pen to write them with. Everything here is invented."""
