"""Business processes: robots of applications and the sequences made of them, which really run."""
