"""Which browsers' powers the portal uses, and how often one sender may ask: tables for settings.py."""

import ssl
from dataclasses import replace
from ipaddress import ip_network
from urllib.parse import urlsplit

from fedportal.lib.rate_guard import RateRule
from fedportal.lib.rate_limits import Limit

SELF, NONE = "'self'", "'none'"


def content_security_policy(form_targets: list[str], asked: list[str]) -> dict[str, object]:
    """Everything from this portal and nothing inline; `asked` are origins that scripts may ask beside it.

    Forms go to the portal and to the `form_targets`: a browser that is sent on to another site while signing in holds
    that against form-action. `require-trusted-types-for` is not asked for: htmx writes HTML into pages, so it would
    need a policy that lets all HTML pass, which is no more than script-src holds already.
    """
    directives = {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # icons inside Tabler's style sheet
        "font-src": [SELF],
        "connect-src": [SELF, *asked],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *form_targets],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp-reports/"],
    }
    return {"DIRECTIVES": directives}


def origins(address: str) -> list[str]:
    """The origin of a web address; none of none."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def networks(text: str) -> list[str]:
    """Networks of our own into which webhooks may lead, as `10.20.0.0/16`, with commas between; also by http and to
    any port. Raises ValueError for what is none, before anything starts."""
    return [str(ip_network(part.strip())) for part in text.split(",") if part.strip()]


def authorities(path: str) -> str:
    """A file with the certificates (PEM) of authorities of our own, which webhooks trust beside the public ones.
    Raises ValueError for one that is missing or holds none, before anything starts."""
    try:
        if path:
            ssl.create_default_context(cafile=path)
    except OSError as error:
        raise ValueError(f"WEBHOOK_CA_FILE names no file of certificates: {path} ({error})") from error
    return path


# Of a computer's devices and a browser's powers the portal uses none of these.
PERMISSIONS_POLICY: str = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)

# POLICY: well above what the quickest hand needs, well below what a program needs to empty or to guess. A whole county
# office may share one address, so strangers are counted generously there; failures of one name count apart (axes).
SIGN_IN = ("account_*", "second_factor*", "openid_*", "password_renew", "security_*")
PUBLIC_PAGES = ("public:*", "reply:*")
DOWNLOADS = (
    "cases:document_file",
    "cases:attachment",
    "cases:export_file",
    "cases:import_rejects",
    "cases:template_file",
)
# What of the interface is open to anyone; whoever carries a token is counted by client (API_LIMITS).
API_PAGES = ("api:schema", "api:docs")
EXPORTS = ("cases:petition_export", "cases:petition_print", "dashboards:report_new", "cases:briefing_new")
RULES: dict[str, RateRule] = {
    "login": RateRule(Limit("login", "100/10 minutes"), "address", SIGN_IN, writes=True, everyone=True, guards=True),
    "codes": RateRule(
        Limit("codes", "30/10 minutes"), "address", PUBLIC_PAGES, writes=True, everyone=True, guards=True
    ),
    "public": RateRule(Limit("public", "120/1 minute"), "address", PUBLIC_PAGES, guards=True),
    "csp": RateRule(Limit("csp", "60/1 minute"), "address", ("csp_reports",), everyone=True, guards=True),
    # A secret is checked by a slow digest: trying many costs us more than him.
    "tokens": RateRule(Limit("tokens", "60/1 minute"), "address", ("api:token",), everyone=True, guards=True),
    "api_pages": RateRule(Limit("api_pages", "60/1 minute"), "address", API_PAGES, everyone=True),
    "strangers": RateRule(Limit("strangers", "600/1 minute"), "address"),
    "search": RateRule(Limit("search", "120/1 minute"), "user", param="q"),
    "export": RateRule(Limit("export", "30/1 hour"), "user", EXPORTS, writes=True),
    "download": RateRule(Limit("download", "200/10 minutes"), "user", DOWNLOADS),
    "write": RateRule(Limit("write", "240/1 minute"), "user", writes=True),  # hints while typing are posts too
    "everything": RateRule(Limit("everything", "600/1 minute"), "user"),
}

# Of one client, whatever its tokens (POLICY): a mirror that reads a million matters a thousand at a time needs a
# thousand calls, once. `api_strangers`: calls from one address without a good token, above which a token is not even
# told to be a bad one.
API_LIMITS: dict[str, Limit] = {
    "api_calls": Limit("api_calls", "1200/1 minute"),
    "api_writes": Limit("api_writes", "600/1 minute"),
    "api_strangers": Limit("api_strangers", "120/1 minute"),
}


def rate_rules(changes: str) -> list[RateRule]:
    """The rules, with the numbers of RATE_LIMITS (`search=60/minute,export=10/hour`) or none at all (`off`)."""
    if changes == "off":
        return []
    told = _told(changes)
    return [replace(rule, limit=Limit(name, told.get(name, rule.limit.most))) for name, rule in RULES.items()]


def api_limits(changes: str) -> dict[str, Limit]:
    """The limits of clients, likewise."""
    if changes == "off":
        return {}
    told = _told(changes)
    return {name: Limit(name, told.get(name, limit.most)) for name, limit in API_LIMITS.items()}


def _told(changes: str) -> dict[str, str]:
    told = dict(change.split("=", 1) for change in changes.split(",") if change)
    if unknown := told.keys() - RULES.keys() - API_LIMITS.keys():
        raise ValueError(f"RATE_LIMITS names no rule of the portal: {', '.join(sorted(unknown))}")
    return told
