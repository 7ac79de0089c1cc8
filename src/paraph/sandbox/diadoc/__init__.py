"""An operator of ЭДО, emulated: the HTTP API of Диадок over invented organisations.

Written from the published description of the API. One module serves one group of methods and registers them
with `api.endpoint`; `world.World` keeps everything in SQLite and does what the operator does by itself.
"""
