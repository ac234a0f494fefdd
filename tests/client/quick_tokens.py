"""The portal's settings with tokens of three seconds: whoever holds one for longer has to renew it."""

from fedportal.settings import *  # noqa: F403
from fedportal.settings import OAUTH2_PROVIDER as LASTING

OAUTH2_PROVIDER = LASTING | {"ACCESS_TOKEN_EXPIRE_SECONDS": 3}
