"""Битрикс24: the application of a portal, its robots, tabs and files."""
