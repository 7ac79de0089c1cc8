"""What the operator makes out of documents: types, service files, titles, printed forms, archives."""
