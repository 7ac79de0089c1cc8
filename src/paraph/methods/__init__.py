"""Ways to sign: key files, tokens, CryptoPro CSP, remote services (entry points "paraph.methods")."""
