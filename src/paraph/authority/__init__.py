"""Powers of attorney (МЧД): the register, their binding to signers, the steps of their check."""
