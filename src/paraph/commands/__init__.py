"""Commands of `paraph` that need no database: signing, checking, looking at certificates."""
