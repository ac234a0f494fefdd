"""The entry of web servers."""

import os

from django.core.wsgi import get_wsgi_application

from fedportal import celery
from fedportal.lib.ciphers import current_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedportal.settings")
application = get_wsgi_application()
current_start()  # a web server asks no checks: without keys it ends here
tasks = celery.app  # views may wake a worker: the web process knows the broker too
