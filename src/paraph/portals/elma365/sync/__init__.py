"""Documents and the items of ELMA365 they belong to: kept in step in both directions."""
