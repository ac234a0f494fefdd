"""The portal's settings around one bare view, the reference of `list_page`."""

from fedportal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare_urls"
