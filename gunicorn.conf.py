"""How gunicorn serves the portal, in the demo and in production; read from the working folder by itself."""

import gc
import os
import re
from typing import Any

from gunicorn.glogging import Logger

wsgi_app = "fedportal.wsgi"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # the workers share the code's memory; no connection is opened before they part
timeout = 120  # seconds; a ledger of 10,000 rows takes some
graceful_timeout = 10
keepalive = 5  # seconds; slow senders are nginx's affair
limit_request_line = 4094  # bytes; the longest filter of the list has about a thousand
limit_request_fields = 60
limit_request_field_size = 8190
max_requests = 10_000  # a worker is renewed now and then, not all at the same moment
max_requests_jitter = 1_000
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
# The path alone: what is looked for stands in the address, and is often a name or a telephone.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
# Behind nginx the sender's address is in a header; whoever else connects cannot set it.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


class QuietLogger(Logger):
    """Without the tokens of one-time links, which stand in the path."""

    def atoms(self, *args: Any) -> Any:
        atoms = super().atoms(*args)
        atoms["U"] = re.sub(r"^(/(?:reply|r)/)[^/]+", r"\1…", atoms["U"])
        return atoms


logger_class = QuietLogger


def when_ready(server: Any) -> None:
    """What is loaded by now lives for ever: the workers' collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
