"""Django settings of the hub."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from paraph.hub import config

HOME = config.home()
SECRET_KEY = config.secret_key()
DEBUG = os.environ.get("PARAPH_DEBUG", "") == "1"

#: Public address of the hub, used in letters and links.
BASE_URL = os.environ.get("PARAPH_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(BASE_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = sorted(
    {_public.hostname or "127.0.0.1", "127.0.0.1", "localhost"}
    | set(filter(None, os.environ.get("PARAPH_ALLOWED_HOSTS", "").split(",")))
)
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "paraph.effects",
    "paraph.journal",
    "paraph.parties",
    "paraph.notifications",
    "paraph.registry",
    "paraph.authority",
    "paraph.approval",
    "paraph.signing",
    "paraph.docflow",
    "paraph.archive",
    "paraph.balance",
    "paraph.channels.link",
    "paraph.channels.diadoc",
    "paraph.portals.bitrix24",
    "paraph.portals.elma365",
    "paraph.web",
]

DATABASES = {"default": config.database()}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Carries the wake-ups of the effects; its tables are PostgreSQL's own.
    INSTALLED_APPS.insert(0, "procrastinate.contrib.django")

#: A reverse proxy that ends TLS stands in front and writes the X-Forwarded-* headers itself.
BEHIND_PROXY = os.environ.get("PARAPH_BEHIND_PROXY", "") == "1"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if SECURE:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

MIDDLEWARE = [
    "paraph.hub.proxy.RealAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "paraph.portals.bitrix24.frame_gate.FrameGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "paraph.web.body_limit.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "paraph.web.middleware.SecurityHeaders",
    "paraph.web.middleware.CurrentWorkspace",
]

ROOT_URLCONF = "paraph.hub.urls"
WSGI_APPLICATION = "paraph.hub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # each app's `jinja2/` folder
        "OPTIONS": {"environment": "paraph.web.jinja.environment"},
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [os.path.join(os.path.dirname(os.path.dirname(__file__)), "web", "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Moscow"

MESSAGE_STORAGE = "paraph.web.frames.Storage"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Before `paraph migrate` has collected and compressed them, files come from the package itself.
WHITENOISE_USE_FINDERS = not any(STATIC_ROOT.iterdir())

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

#: Content-addressed files (documents, signatures, archives).
FILES_DIR = HOME / "files"
#: Root and intermediate certificates and CRLs trusted by this installation.
TRUST_DIR = os.environ.get("PARAPH_TRUST_DIR", str(HOME / "trust"))
#: Where the list of accredited CAs (TSL of Минцифры) is fetched from; empty turns fetching off.
TSL_URL = config.tsl_url()
#: Largest document accepted, bytes.
MAX_DOCUMENT_BYTES = int(os.environ.get("PARAPH_MAX_DOCUMENT_MB", "50")) * 1024 * 1024
#: Largest upload of the check page, bytes, all files together; it is open to guests unless closed.
MAX_CHECK_BYTES = int(os.environ.get("PARAPH_MAX_CHECK_MB", "50")) * 1024 * 1024
CHECK_PAGE_FOR_GUESTS = os.environ.get("PARAPH_CHECK_PAGE_FOR_GUESTS", "1") == "1"
#: Largest detached signature accepted, bytes.
MAX_SIGNATURE_BYTES = 1024 * 1024
#: Files fetched from a portal's Disk that are kept for a while, bytes together.
OUTER_CACHE_BYTES = int(os.environ.get("PARAPH_OUTER_CACHE_MB", "256")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

MAIL = config.mail()
#: The registry of powers of attorney (МЧД); off by default.
MCHD_REGISTRY = config.mchd_registry()
#: The API of Диадок and the installation's keys to it.
DIADOC = config.diadoc()
#: The authorisation servers of Битрикс24.
BITRIX24 = config.bitrix24()
#: Which servers of ELMA365 may be called without TLS.
ELMA365 = config.elma365()
#: Folder with official XSD schemas of the ФНС, which are not shipped.
FNS_SCHEMAS_DIR = os.environ.get("PARAPH_FNS_SCHEMAS", "")
#: «embedded» runs effects in the serving process; «procrastinate» wakes worker processes (PostgreSQL).
EFFECTS_RUNNER = os.environ.get("PARAPH_RUNNER", "embedded")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "paraph.channels.link.logs.TokenFreeFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # They write addresses and headers of requests, and some of those carry tokens.
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PARAPH_LOG_LEVEL", "INFO")},
}
