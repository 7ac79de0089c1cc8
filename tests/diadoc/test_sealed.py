"""Secrets in the database: unreadable there, silent in memory."""

from __future__ import annotations

import pickle

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from paraph.channels.diadoc.models import Account
from paraph.sealed import SealedError, Secret

PASSWORD = "очень тайный пароль =,+/"


@pytest.fixture
def kept(account) -> Account:
    account.password = PASSWORD
    account.save()
    return Account.objects.get(pk=account.pk)


def stored(account: Account, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM diadoc_account WHERE id = %s", [account.pk])
        return cursor.fetchone()[0]


def test_what_is_put_in_comes_out_and_the_database_does_not_show_it(kept):
    assert kept.password.reveal() == PASSWORD
    assert "тайный" not in stored(kept, "password")
    assert len(stored(kept, "password")) > len(PASSWORD)


def test_every_write_gives_another_ciphertext(kept):
    before = stored(kept, "password")
    kept.save()
    assert stored(kept, "password") != before
    assert Account.objects.get(pk=kept.pk).password.reveal() == PASSWORD


def test_a_secret_shows_nothing_of_itself(kept):
    for text in (repr(kept.password), str(kept.password), f"{kept.password}"):
        assert text == "•••"
    with pytest.raises(TypeError):
        pickle.dumps(kept.password)


def test_an_empty_secret_stays_empty(kept):
    assert not kept.login_key
    assert stored(kept, "login_key") == ""
    assert kept.login_key.reveal() == ""


def test_a_ciphertext_moved_into_another_column_does_not_open(kept):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE diadoc_account SET token = password WHERE id = %s", [kept.pk])
    moved = Account.objects.get(pk=kept.pk)
    with pytest.raises(SealedError):
        moved.token.reveal()
    assert moved.password.reveal() == PASSWORD


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-8] + "AAAAAAA=", lambda _text: "1:пусто", lambda _t: "x"]
)
def test_a_changed_ciphertext_does_not_open(kept, damage):
    with connection.cursor() as cursor:
        changed = damage(stored(kept, "password"))
        cursor.execute("UPDATE diadoc_account SET password = %s WHERE id = %s", [changed, kept.pk])
    with pytest.raises(SealedError):
        Account.objects.get(pk=kept.pk).password.reveal()


def test_another_installation_does_not_open_it(kept, settings):
    settings.SECRET_KEY = "another installation"
    row = Account.objects.get(pk=kept.pk)
    with pytest.raises(SealedError):
        row.password.reveal()
    assert row.password  # it is there, and the page can say so


def test_nothing_is_looked_up_by_a_secret(kept):
    with pytest.raises(FieldError):
        Account.objects.filter(password=PASSWORD).exists()


def test_files_are_kept_as_bytes(kept):
    kept.login_key = Secret.of_bytes(b"\x00\xff key")
    kept.save()
    assert Account.objects.get(pk=kept.pk).login_key.reveal_bytes() == b"\x00\xff key"
