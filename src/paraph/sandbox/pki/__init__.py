"""A test certification authority: keys and certificates in files, and the services that vouch for them."""
