"""Chromium, a site on 127.0.0.1 that serves the modules, and keys made by OpenSSL with gost-engine."""

from __future__ import annotations

import base64
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import paraph.web

STATIC = Path(paraph.web.__file__).parent / "static"
HARNESS = Path(__file__).with_name("harness.js")
#: As strict as the hub's own policy: nothing inline, nothing evaluated.
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self'; form-action 'self'"
PASSWORD = "Пароль 1"

ENGINE_CONFIG = """\
oid_section = oids
openssl_conf = openssl_def
[oids]
INNLE = 1.2.643.100.4
[openssl_def]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
"""
SUBJECT = "/CN=ООО Ромашка/SN=Иванова/GN=Анна Петровна/O=ООО Ромашка/title=Директор"
SUBJECT += "/INN=500100732259/INNLE=7707083893/SNILS=11223344595"


@pytest.fixture(scope="session")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """``openssl(*arguments, **environment)`` returns the output; a failure fails the test."""
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG, "utf-8")
    environment = {"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin"}
    if subprocess.run(["openssl", "engine", "gost"], env=environment, capture_output=True).returncode:
        pytest.skip("OpenSSL with gost-engine is not installed: nothing to compare with")

    def run(*arguments: object, **variables: str) -> bytes:
        command = ["openssl", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, env=environment | variables, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    return run


@dataclass(frozen=True)
class Person:
    """Files of one signer."""

    key: Path  #: PEM, PKCS#8, not encrypted
    certificate: Path  #: PEM
    container: Path  #: PKCS#12 under PASSWORD, with the chain


class KeyRoom:
    """A small PKI: root (512-A), subordinate CA (tc26-256-A) and people of every parameter set."""

    password = PASSWORD

    def __init__(self, folder: Path, openssl: Callable[..., bytes]) -> None:
        self.folder = folder
        self.openssl = openssl
        self.root = folder / "root.pem"
        self.chain = folder / "sub.pem"
        self.people: dict[tuple[str, str], Person] = {}
        self._key("root", "gost2012_512", "A")
        request = ["req", "-utf8", "-new", "-key", folder / "root.key", "-subj", "/CN=Корневой УЦ"]
        openssl(*request, "-x509", "-days", "3650", "-extensions", "ca", "-out", self.root)
        self._key("sub", "gost2012_256", "TCA")
        self._issue("sub", "/CN=Подчинённый УЦ", "root", "ca")

    def person(self, algorithm: str = "gost2012_256", parameters: str = "A") -> Person:
        """The signer with a key of this parameter set, made once."""
        if (algorithm, parameters) not in self.people:
            name = f"{algorithm}_{parameters}"
            self._key(name, algorithm, parameters)
            self._issue(name, SUBJECT, "sub", "person")
            made = Person(*(self.folder / f"{name}.{suffix}" for suffix in ("key", "pem", "p12")))
            self.people[algorithm, parameters] = made
            self.pkcs12(made, made.container)
        return self.people[algorithm, parameters]

    def pkcs12(self, person: Person, out: Path, cipher: str = "gost89", *extra: object, **env: str) -> Path:
        """A container as `openssl pkcs12 -export` writes it, with few iterations unless `extra` says more."""
        protection = ("-keypbe", cipher, "-certpbe", cipher, "-macalg", "md_gost12_512")
        files = ("-inkey", person.key, "-in", person.certificate, "-certfile", self.chain)
        password = ("-passout", f"pass:{PASSWORD}", "-iter", "100")
        self.openssl("pkcs12", "-export", *files, *protection, *password, "-out", out, *extra, **env)
        return out

    def verify(self, signature: bytes, document: bytes) -> bool:
        """Whether OpenSSL accepts the detached CAdES signature, knowing nothing but the root."""
        paths = self.folder / "check.sig", self.folder / "check.bin"
        for path, data in zip(paths, (signature, document), strict=True):
            path.write_bytes(data)
        arguments = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", paths[0]]
        arguments += ["-content", paths[1], "-CAfile", self.root, "-purpose", "any", "-out", "/dev/null"]
        try:
            self.openssl(*arguments)
        except AssertionError as refused:
            if "verif" not in str(refused).lower():  # OpenSSL failed to run, which is no refusal
                raise
            return False
        return True

    def _key(self, name: str, algorithm: str, parameters: str) -> None:
        out = self.folder / f"{name}.key"
        self.openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", f"paramset:{parameters}", "-out", out)

    def _issue(self, name: str, subject: str, issuer: str, extensions: str) -> None:
        base = self.folder / name
        csr, conf = base.with_suffix(".csr"), self.folder / "gost.cnf"
        conf.write_text(ENGINE_CONFIG, "utf-8")
        key, out = base.with_suffix(".key"), base.with_suffix(".pem")
        self.openssl("req", "-utf8", "-new", "-key", key, "-subj", subject, "-out", csr)
        authority = ("-CA", self.folder / f"{issuer}.pem", "-CAkey", self.folder / f"{issuer}.key")
        profile = ("-extfile", conf, "-extensions", extensions, "-days", "365", "-CAcreateserial")
        self.openssl("x509", "-req", "-in", csr, *authority, *profile, "-out", out)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory, openssl: Callable[..., bytes]) -> KeyRoom:
    return KeyRoom(tmp_path_factory.mktemp("keys"), openssl)


@dataclass
class Post:
    """One signature received by the site."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> dict[str, bytes]:
        message = BytesParser(policy=HTTP).parsebytes(
            b"Content-Type: " + self.headers["content-type"].encode() + b"\r\n\r\n" + self.body
        )
        parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
        return {name: part.get_payload(decode=True) for name, part in parts.items()}


@dataclass
class Site:
    """What the server gives and what it got."""

    address: str
    #: path → (status, content type, body)
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    #: path → answers to give before the last one is repeated
    answers: dict[str, list[tuple[int, str, bytes]]] = field(default_factory=dict)

    def answer(self, path: str) -> tuple[int, str, bytes]:
        queue = self.answers.get(path)
        if not queue:
            return 200, "application/json", b'{"redirect": "/done"}'
        return queue.pop(0)

    def get(self, path: str) -> tuple[int, str, bytes]:
        if path in self.pages:
            return self.pages[path]
        if path == "/harness.js":
            return 200, "text/javascript", HARNESS.read_bytes()
        file = STATIC / path.removeprefix("/static/")
        if path.startswith("/static/") and file.is_file():
            return 200, "text/javascript", file.read_bytes()
        return 404, "text/plain", b"not found"


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*site.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.posts.append(Post(self.path, headers, body))
            self._send(*site.answer(self.path))

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet: the tests say what matters."""

    return Handler


@contextmanager
def _serve() -> Iterator[Site]:
    site = Site("")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(site)) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        for path in ("/", "/done"):
            site.pages[path] = 200, "text/html; charset=utf-8", b"<!doctype html><title>Page</title>"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with _serve() as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed: signing in the page is not tested")
    with sync_playwright() as playwright:
        arguments = ["--host-resolver-rules=MAP hub.test 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; an uncaught error of its scripts fails the test."""
    with browser.new_context() as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        assert not faults


@pytest.fixture(scope="module")
def call(browser: Browser) -> Iterator[Callable[..., Any]]:
    """``call("sign", …)`` runs a function of harness.js in a page; bytes and files go in as base64."""

    def plain(value: Any) -> Any:
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        if isinstance(value, Path):
            return [value.name, plain(value.read_bytes())]
        return [plain(one) for one in value] if isinstance(value, list) else value

    with _serve() as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(site.address + "/")

        def run(name: str, *arguments: Any) -> Any:
            script = "async ([name, args]) => (await import('/harness.js'))[name](...args)"
            return page.evaluate(script, [name, plain(list(arguments))])

        yield run
