"""What goes wrong with key files, said to their owners."""

from __future__ import annotations

from paraph.trust import der

#: More rounds than this are taken for an attempt to keep the server busy.
MAX_ITERATIONS = 1_000_000


class KeyFileError(ValueError):
    """A key file cannot be used; the message is for its owner, in Russian, and says what to do."""


class WrongPassword(KeyFileError):
    """The password does not open the file, or the file was altered."""

    def __init__(self) -> None:
        super().__init__(
            "Неверный пароль, или файл повреждён. Проверьте раскладку и регистр и введите пароль ещё раз."
        )


def unsupported(what: str) -> KeyFileError:
    """The refusal of a file protected by other means than those read here."""
    return KeyFileError(
        f"{what} не поддерживается. Пересохраните ключ с защитой по ГОСТ, например: "
        "openssl pkcs12 -export -engine gost -keypbe gost89 -certpbe gost89 -macalg md_gost12_512 "
        "или openssl pkcs8 -topk8 -engine gost -v2 gost89."
    )


def iterations_of(element: der.Element) -> int:
    """The number of rounds, refused when not positive or beyond ``MAX_ITERATIONS``."""
    count = element.integer()
    if count < 1:
        raise der.DerError("число итераций должно быть положительным")
    if count > MAX_ITERATIONS:
        raise KeyFileError(
            f"В файле ключа задано {count} итераций, допустимо не более {MAX_ITERATIONS}. "
            "Пересохраните ключ с меньшим числом итераций."
        )
    return count
