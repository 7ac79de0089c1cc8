"""ELMA365 of one invented company: its Web API, processes, module and pages.

What the real service does is in `docs/sandbox-elma365.md`; nothing here imports the hub's portal, nor the
other way round. Modules register their operations, pages and tables when they are imported (`server.py`).
"""
