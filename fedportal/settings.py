"""All settings of the portal; every host and secret comes from the environment.

Without DATABASE_URL and REDIS_URL the embedded servers are used (see `embedded.py`).
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from fedportal import embedded, web_policy
from fedportal.api_settings import *  # noqa: F403  two wildcards: settings are told by their names
from fedportal.environment import flag as _flag
from fedportal.environment import number as _number
from fedportal.sign_in_settings import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()


def _secret(name: str) -> str:
    """The variable, or what the file says that NAME_FILE names."""
    file = os.environ.get(f"{name}_FILE")
    return os.environ.get(name) or (Path(file).read_text().strip() if file else "")


def _list(name: str, default: str = "") -> list[str]:
    return [part for part in os.environ.get(name, default).split(",") if part]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "fedportal.lib.scoped_postgres",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": query.pop("user", None) or unquote(parts.username or ""),
        "PASSWORD": query.pop("password", None) or unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": query.pop("port", None) or str(parts.port or ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": 600,  # seconds; a new one has to plan anew (lib.prepared)
        "CONN_HEALTH_CHECKS": True,
    }


def broker_url(redis_url: str) -> str:
    """Celery's spelling of the same Redis and the same database of it."""
    parts = urlsplit(redis_url)
    number = dict(parse_qsl(parts.query)).get("db")
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host={number or 0}"
    tls = urlencode([(key, value) for key, value in parse_qsl(parts.query) if key.startswith("ssl_")])
    return parts._replace(path=f"/{number}" if number else parts.path, query=tls).geturl()


DEBUG = _flag("DEBUG")
# Demo mode shows demo accounts on the login page and offers the fast ladder. Never set it in production.
DEMO = _flag("DEMO")
SECRET_KEY = os.environ.get("SECRET_KEY") or embedded.local_secret(VAR_DIR)
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")

DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.database_url(VAR_DIR)
# The owner of the tables, for `migrate` alone; where it is not named, the portal's own role must be it.
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL") or (
    DATABASE_URL if os.environ.get("DATABASE_URL") else embedded.owner_url(VAR_DIR)
)
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url(VAR_DIR)
DATABASES = {"default": _database(DATABASE_URL)}
DATABASE_OWNER = _database(DATABASE_OWNER_URL)
# Several test runs may share one server; each names its own database.
DATABASES["default"]["TEST"] = {"NAME": "test_fedportal" + os.environ.get("TEST_DB_SUFFIX", "")}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "oauth2_provider",
    "django_filters",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "fedportal.lib",
    "fedportal.orgs",
    "fedportal.accounts",
    "fedportal.audit",
    "fedportal.directory",
    "fedportal.api",
    "fedportal.calendar",
    "fedportal.deadlines",
    "fedportal.notices",
    "fedportal.changes",
    "fedportal.privacy",
    "cases",
    "stations",
    "hotline",
    "fedportal.dashboards",
]

MIDDLEWARE = [
    "fedportal.lib.browser_headers.browser_headers",
    "fedportal.api.error_answers.problems_below_root",
    "fedportal.lib.client_address.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "fedportal.directory.sitting.keep_sitting",
    "fedportal.accounts.row_scopes.row_scope",
    "fedportal.lib.rate_guard.RateGuard",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "fedportal.urls"
WSGI_APPLICATION = "fedportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fedportal.dashboards.context.frame",
            ]
        },
    }
]

# --- who may come in ---------------------------------------------------------------------------------------
# In `sign_in_settings.py`: passwords, lock-out, sessions, second factor, single sign-on.

# --- where and when ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
# Statutory limits end on the counted day even if it is a holiday; a region that rolls them sets this
# (domain.md section 0, finding 3: the regulation is silent).
DEADLINE_ROLLS_TO_WORKING_DAY = _flag("DEADLINE_ROLLS_TO_WORKING_DAY")
SWEEP_EVERY = int(os.environ.get("SWEEP_EVERY", "60"))  # seconds between two sweeps of the escalation engine
# Rows that it climbs in one transaction: well under a second's work, so that staff never wait for it.
SWEEP_BATCH = int(os.environ.get("SWEEP_BATCH", "5000"))

# --- files -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "staticfiles"  # made by `make setup`, the same for every VAR_DIR
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "var" / "vendor")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.environ.get("FILES_DIR") or VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # ten at once, and a page's other fields
# Uploads are scanned by the clamd at this address (tcp://host:3310, unix:///path); empty: not scanned.
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")
# How many different people (identity numbers, telephones) one user may have looked up in an hour while registering,
# beyond her own range; then the portal goes on registering and stays silent about other units.
BEYOND_LOOKUPS = int(os.environ.get("BEYOND_LOOKUPS_PER_HOUR", "30"))
# Need to know (POLICY): for how many hours an approval to see a masked field lasts.
ACCESS_GRANT_HOURS = int(os.environ.get("ACCESS_GRANT_HOURS", "8"))
# ... for how many hours an urgent access lasts, and how many one user may try in an hour.
BREAK_GLASS_HOURS = int(os.environ.get("BREAK_GLASS_HOURS", "2"))
BREAK_GLASS_PER_HOUR = int(os.environ.get("BREAK_GLASS_PER_HOUR", "5"))
# ... and for how many petitioners who come to complain one user may look for the matter by number and name in an hour.
COMPLAINT_PROOFS_PER_HOUR = int(os.environ.get("COMPLAINT_PROOFS_PER_HOUR", "20"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- enciphered columns ------------------------------------------------------------------------------------
# Without keys of its own only a portal on one machine works, with one that it keeps in VAR_DIR.
LOCAL_KEYS = DEMO or DEBUG or not os.environ.get("DATABASE_URL")
# id:base64 of 32 bytes, the current one first; older ones read what they enciphered until `rotate_keys` is done.
FIELD_KEYS = _secret("FIELD_KEYS") or (embedded.local_key(VAR_DIR) if LOCAL_KEYS else "")
FIELD_CIPHER = os.environ.get("FIELD_CIPHER", "aes-256-gcm")  # or sm4-gcm
# Of the digests by which numbers and names are found again, with sha256 or sm3. When either changes, rows are indexed
# anew (`index_people`).
BLIND_INDEX_KEY = _secret("BLIND_INDEX_KEY") or (
    embedded.local_secret(VAR_DIR, "blind_index_key") if LOCAL_KEYS else ""
)
BLIND_INDEX_HASH = os.environ.get("BLIND_INDEX_HASH", "sha256")

# --- the audit trail ---------------------------------------------------------------------------------------
# Of the chain: sha256, or sm3 where the OpenSSL of this Python has it.
AUDIT_HASH = os.environ.get("AUDIT_HASH", "sha256")
# Where each day's end is written down, outside the database; one file for all workers.
AUDIT_ANCHOR_FILE = Path(os.environ.get("AUDIT_ANCHOR_FILE") or VAR_DIR / "audit_anchors.jsonl")
# POLICY, domain.md P8: three years; `audit/law.py` holds what the law asks for at least.
AUDIT_KEEP_DAYS = int(os.environ.get("AUDIT_KEEP_DAYS", "1096"))

# --- retention ---------------------------------------------------------------------------------------------
# POLICY, domain.md P18, never less than privacy/retention.py: years after archiving; of no petition, after its end.
RETENTION_YEARS = {"10y": _number("RETENTION_TEN_YEARS", 10), "30y": _number("RETENTION_THIRTY_YEARS", 30)}
RETENTION_ORDER_YEARS = _number("RETENTION_ORDER_YEARS", 3)
RETENTION_CALL_YEARS = _number("RETENTION_CALL_YEARS", 3)

# --- memory and work ---------------------------------------------------------------------------------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    # Parts of pages that each process may draw for itself: no question over the network.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # tasks are safe to run twice; none may be lost with its worker
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# In memory: the default keeps its moments in a file that a kill can spoil, and then never starts again.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- what a browser may do ---------------------------------------------------------------------------------
# Where a sign-in form may be sent on to: the origins of a provider of single sign-on, with commas.
CSP_FORMS = [*_list("CSP_FORM_TARGETS"), *web_policy.origins(OIDC_SERVER_URL)]  # noqa: F405
CONTENT_SECURITY_POLICY = web_policy.content_security_policy(CSP_FORMS, web_policy.origins(CALL_STREAM_URL))  # noqa: F405
PERMISSIONS_POLICY = web_policy.PERMISSIONS_POLICY
RATE_RULES = web_policy.rate_rules(os.environ.get("RATE_LIMITS", ""))
API_LIMITS = web_policy.api_limits(os.environ.get("RATE_LIMITS", ""))
WEBHOOK_NETWORKS = web_policy.networks(os.environ.get("WEBHOOK_NETWORKS", ""))  # beside public addresses
WEBHOOK_CA_FILE = web_policy.authorities(os.environ.get("WEBHOOK_CA_FILE", ""))  # beside public authorities
RATE_SPACE = ""  # tests count apart
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
WHITENOISE_ALLOW_ALL_ORIGINS = False
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would ask for the password again at each link from a mail or another system
CSRF_COOKIE_SAMESITE = "Lax"  # Strict would give such a page a new token, and what is typed in another tab were lost
CSRF_COOKIE_HTTPONLY = True  # scripts find the token in the page
CSRF_FAILURE_VIEW = "fedportal.lib.error_pages.forged"
QUICK_EXIT_URL = os.environ.get("QUICK_EXIT_URL", "https://www.weather.com.cn/")  # from pages without an account
PROXIES = int(os.environ.get("PROXIES", "0"))  # of ours in front, each adding the address it was asked from
# Behind TLS (production): cookies only over TLS, and browsers keep to it for a year.
if _flag("HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from within, without TLS
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"  # by this name a browser takes it from this host alone, over TLS
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = _flag("HSTS_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = _flag("HSTS_PRELOAD")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "fedportal.lib.quiet_logs.QuietFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # axes greets at every command; httpx writes down each webhook's whole address, and some hold a secret
    "loggers": {name: {"level": "WARNING"} for name in ("axes", "httpx")},
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: on, unless the owner of the domain switches it off
    "security.W021",  # HSTS preload: binds a whole domain for years, so its owner has to want it
]
