"""The КликДок way: a document is made, signed and kept where the deal is, and lies on the portal's Disk."""
