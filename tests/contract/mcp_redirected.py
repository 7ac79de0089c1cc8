"""Starts diadoc-mcp-ru as it is, sent to the emulated operator instead of the real one.

Runs in an environment of its own:   python mcp_redirected.py 127.0.0.1:PORT
"""

import sys

from diadoc_mcp import server

host = sys.argv[1]
server.DIADOC_CONFIG.scheme = "http"
server.DIADOC_CONFIG.allowed_host_suffixes = [host.partition(":")[0]]
for method in server.catalog.all():
    method.host = host
server.mcp.run()
