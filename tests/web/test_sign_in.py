"""Signing in: the limit of attempts, equal answers, redirects, language, first password."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paraph.parties import services
from paraph.parties.models import User
from paraph.web import attempts
from paraph.web.models import FailedSignIn

PASSWORD = "вполне надёжный пароль"


def attempt(client, email, password="не тот", address="192.0.2.1", **data):
    return client.post(
        reverse("sign-in"), {"email": email, "password": password, **data}, REMOTE_ADDR=address
    )


def test_the_right_password_opens_the_page_asked_for(client, romashka):
    page = client.get("/sign-in/?next=/account/").content.decode()
    assert 'name="next" value="/account/"' in page
    response = attempt(client, " ADMIN@romashka.test ", PASSWORD, next="/account/")
    assert response["Location"] == "/account/"
    assert client.get("/sign-in/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", ""])
def test_a_foreign_address_is_not_followed(client, romashka, target):
    assert attempt(client, "admin@romashka.test", PASSWORD, next=target)["Location"] == "/"


def test_a_stranger_and_a_wrong_password_get_the_same_answer(client, romashka, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args)
    )
    pages = []
    for email in ("admin@romashka.test", "nobody@romashka.test"):
        response = attempt(client, email)
        assert response.status_code == 422
        pages.append(response.content.decode().split("<main")[1].replace(email, ""))
    csrf = [
        part.split('value="')[1].split('"')[0] for page in pages for part in page.split("csrfmiddleware")[1:]
    ]
    for token in csrf:
        pages = [page.replace(token, "") for page in pages]
    assert pages[0] == pages[1]
    assert len(hashed) == 2  # the hash is computed for a stranger too


def test_a_user_switched_off_can_not_sign_in(client, romashka):
    User.objects.filter(pk=romashka.sender.user_id).update(is_active=False)
    assert attempt(client, romashka.sender.email, PASSWORD).status_code == 422


def test_after_five_failures_even_the_right_password_waits(client, romashka):
    for _ in range(attempts.LIMIT):
        assert "не подходят" in attempt(client, "admin@romashka.test").content.decode()
    response = attempt(client, "ADMIN@romashka.test", PASSWORD)
    assert response.status_code == 422
    assert "Слишком много неудачных попыток. Повторите через 15 минут." in response.content.decode()
    assert attempt(client, "admin@romashka.test", PASSWORD, address="192.0.2.2").status_code == 302


def test_the_limit_says_nothing_about_who_has_an_account(client, romashka):
    for _ in range(attempts.LIMIT):
        attempt(client, "nobody@romashka.test")
    assert "Слишком много" in attempt(client, "nobody@romashka.test").content.decode()


def test_the_wait_ends_and_old_failures_are_forgotten(client, romashka):
    for _ in range(attempts.LIMIT):
        attempt(client, "admin@romashka.test")
    FailedSignIn.objects.update(at=timezone.now() - attempts.WINDOW + timedelta(seconds=70))
    assert "через 2 минуты" in attempt(client, "admin@romashka.test", PASSWORD).content.decode()
    FailedSignIn.objects.update(at=timezone.now() - attempts.WINDOW)
    assert attempt(client, "admin@romashka.test", PASSWORD).status_code == 302
    attempt(Client(), "sender@romashka.test")
    assert FailedSignIn.objects.count() == 1


def test_a_success_clears_the_count(client, romashka):
    for _ in range(attempts.LIMIT - 1):
        attempt(client, "admin@romashka.test")
    attempt(client, "admin@romashka.test", PASSWORD)
    assert not FailedSignIn.objects.exists()


def test_signing_out_ends_the_session_and_needs_a_post(romashka):
    browser = romashka.browser(romashka.sender)
    assert browser.get(reverse("sign-out")).status_code == 405
    assert browser.post(reverse("sign-out"))["Location"] == "/sign-in/"
    assert browser.get(reverse("account")).status_code == 302


def test_the_language_is_russian_until_somebody_chooses(client, romashka):
    english = {"Accept-Language": "en-GB,en"}
    assert '<html lang="ru"' in client.get("/sign-in/", headers=english).content.decode()
    client.post(reverse("language"), {"language": "en", "next": "/sign-in/"})
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="en"' in page
    assert "Sign in" in page


def test_the_language_is_kept_with_the_user(romashka):
    browser = romashka.browser(romashka.sender)
    response = browser.post(reverse("language"), {"language": "en", "next": "/account/"})
    assert response["Location"] == "/account/"
    browser.post(reverse("language"), {"language": "xx"})
    another = Client()
    another.force_login(User.objects.get(pk=romashka.sender.user_id))
    assert '<html lang="en"' in another.get("/account/").content.decode()


def test_changing_the_password_needs_the_current_one_and_a_good_new_one(romashka):
    browser, other = romashka.browser(romashka.sender), Client()
    other.force_login(romashka.sender.user)
    address, good = reverse("change-password"), "другой надёжный пароль"
    wrong = [
        ({"current": "не тот", "password": good, "repeat": good}, "Текущий пароль не подходит"),
        ({"current": PASSWORD, "password": good, "repeat": good + "!"}, "Пароли не совпадают"),
        ({"current": PASSWORD, "password": "коротко", "repeat": "коротко"}, "слишком короткий"),
        ({"current": PASSWORD, "password": "1234567890", "repeat": "1234567890"}, "слишком широко"),
    ]
    for data, words in wrong:
        response = browser.post(address, data)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert browser.post(address, {"current": PASSWORD, "password": good, "repeat": good}).status_code == 302
    assert browser.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert User.objects.get(pk=romashka.sender.user_id).check_password(good)


def test_a_new_person_sets_the_password_by_the_link_once(romashka, client):
    data = {"full_name": "Новый Ньют", "email": "new@romashka.test", "roles": ["sender"]}
    response = romashka.browser(romashka.admin).post(
        reverse("person-new"), data | {"organization": romashka.admin.organization_id}
    )
    text = response.content.decode()
    link = "/set-password/" + text.split("/set-password/")[1].split("<")[0]
    assert "new@romashka.test" in client.get(link).content.decode()
    weak = client.post(link, {"password": "1", "repeat": "1"})
    assert weak.status_code == 422
    good = {"password": PASSWORD, "repeat": PASSWORD}
    assert client.post(link, good).status_code == 302
    assert "Новый Ньют" in client.get(reverse("account")).content.decode()
    again = Client().post(link, good)
    assert again.status_code == 410
    assert "Ссылка не действует" in again.content.decode()


@pytest.mark.parametrize(
    "link", ["/set-password/MQ/x-y/", "/set-password/%21/x/", "/set-password/OTk5OTk/a-b/"]
)
def test_a_made_up_link_does_nothing(client, romashka, link):
    assert client.get(link).status_code == 410
    assert client.post(link, {"password": PASSWORD, "repeat": PASSWORD}).status_code == 410


def test_a_link_for_somebody_with_a_foreign_sign_in_is_refused(romashka, vasilek):
    services.save_employee(
        vasilek.workspace,
        {
            "full_name": "Гость",
            "email": romashka.sender.email,
            "organization": vasilek.admin.organization_id,
            "roles": {"observer"},
        },
        vasilek.admin,
    )
    address = reverse("person-password-link", args=(romashka.sender.pk,))
    response = romashka.browser(romashka.admin).post(address)
    assert response.status_code == 422
    assert "/set-password/" not in response.content.decode()
