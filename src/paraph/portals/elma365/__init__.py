"""ELMA365: companies connected to Paraph, their applications and processes."""
