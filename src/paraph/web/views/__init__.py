"""Views of the staff pages: parse, call one service, show."""
