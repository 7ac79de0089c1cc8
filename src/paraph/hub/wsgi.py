"""WSGI entry served by granian. With the embedded runner this process also runs the effects."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paraph.hub.settings")
application = get_wsgi_application()

if os.environ.get("PARAPH_SERVING") == "1":
    from paraph.effects.runner import start_embedded_if_configured

    start_embedded_if_configured()
