"""Documents, versions, attributes, links, search."""
