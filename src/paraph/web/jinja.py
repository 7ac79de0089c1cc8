"""The Jinja2 environment of every page.

Django's backend passes `request`, `csrf_input` and `csrf_token` to each template. Here are added:

- `url(name, *args, **kwargs)`, `static(path)`;
- `_()`, `gettext()`, `ngettext()`, `{% trans %}` with Django's catalogues, msgids in Russian; a plural is
  `{% trans n=count %}{{ n }} документ{% pluralize %}{{ n }} документов{% endtrans %}`,
  its three Russian forms are in the Russian catalogue;
- filters `moment`, `day`, `iso`, `money`, `file_size`, `number`;
- `embedded(address)` for the pictures of a page, which may stand inside a portal;
- what the layout shows: `nav()`, `flashes()`, `languages()`, `current_language()`, `with_query()`.
"""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from paraph.web import context, formatting, frames


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def environment(**options: Any) -> Environment:
    """Environment for django.template.backends.jinja2.Jinja2 (autoescape is on by the backend's default).

    An unknown name in a template is an error, not an empty string: a page that silently shows nothing
    where a fact belongs would mislead.
    """
    options["undefined"] = StrictUndefined
    env = Environment(  # noqa: S701 - autoescape=True comes in options from Django's backend
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"], **options
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        url=_url,
        static=static,
        nav=context.nav,
        flashes=context.flashes,
        languages=context.languages,
        current_language=context.current_language,
        workspaces=context.workspaces,
        with_query=context.with_query,
        now=context.now,
        way_words=context.way_words,
        embedded=frames.embedded,
    )
    env.filters.update(
        moment=formatting.moment,
        day=formatting.day,
        iso=formatting.iso,
        money=formatting.money,
        file_size=formatting.file_size,
        number=formatting.number,
        role_labels=context.role_labels,
    )
    return env
