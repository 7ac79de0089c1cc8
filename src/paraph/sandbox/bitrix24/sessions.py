"""Who sits at the browser: the portal's pages know a person by a cookie with the number of the user."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from paraph.sandbox.bitrix24 import people
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import Request

COOKIE = "portal_user"


def signed_in(world: World, request: Request) -> people.User | None:
    """The employee who signed in by choosing a user, unless he has left."""
    try:
        cookie = SimpleCookie(request.headers.get("Cookie", "")).get(COOKIE)
    except CookieError:
        return None
    user = people.find_user(world, int(cookie.value)) if cookie and cookie.value.isdigit() else None
    return user if user and user.is_active else None


def sign_in(user_id: int) -> tuple[str, str]:
    """The header of an answer that signs the user in on this browser."""
    return "Set-Cookie", f"{COOKIE}={user_id}; Path=/; HttpOnly; SameSite=Lax"
