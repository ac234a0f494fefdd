"""The part of the settings that says who may come in, and how: passwords, lock-out, sessions, second factor, OIDC."""

import datetime as dt
import os

from fedportal.environment import flag, number

DEMO = flag("DEMO")
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "fedportal.accounts.backends.StaffBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# POLICY, domain.md P9, all of these: length, kinds of characters, days until it must be changed (0: never), and how
# many former ones may not come back.
PASSWORD_MAX_DAYS = number("PASSWORD_MAX_DAYS", 0 if DEMO else 90)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "fedportal.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": number("PASSWORD_MIN_LENGTH", 10)},
    },
    {"NAME": "fedportal.accounts.passwords.OfSeveralKinds", "OPTIONS": {"kinds": number("PASSWORD_KINDS", 3)}},
    {"NAME": "fedportal.accounts.passwords.NotOnesOwnData"},
    {"NAME": "fedportal.accounts.passwords.NotCommon"},
    {"NAME": "fedportal.accounts.passwords.NotOnlyDigits"},
    {"NAME": "fedportal.accounts.passwords.NotUsedBefore", "OPTIONS": {"kept": number("PASSWORD_HISTORY", 5)}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "fedportal.directory.adapters.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "fedportal.directory.forms.sign_in.OwnPasswordForm"}  # nosec B105
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # axes counts the failures; one counter, not two
# POLICY, domain.md P9: five failures, a quarter of an hour; of wrong second factors too
AXES_FAILURE_LIMIT = number("AXES_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = dt.timedelta(minutes=number("AXES_COOLOFF_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "fedportal.directory.adapters.locked_out"
# What it keeps of a failed login names nobody: `next` may be a list on which a telephone was searched for.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "fedportal.directory.adapters.name_tried"
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds; a working day
SESSION_COOKIE_HTTPONLY = True
# POLICY, domain.md P9: minutes without use after which one signs in again, and one sitting for each user.
IDLE_MINUTES = number("IDLE_MINUTES", 30)
ONE_SESSION_PER_USER = flag("ONE_SESSION_PER_USER", not DEMO)  # demo accounts are everybody's
# Second factor: compulsory where `accounts/duties.py` says so, from that day on if one is given (YYYY-MM-DD).
MFA_REQUIRED = flag("MFA_REQUIRED", not DEMO)
MFA_GRACE_UNTIL = os.environ.get("MFA_GRACE_UNTIL", "")
MFA_ADAPTER = "fedportal.directory.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = os.environ.get("MFA_ISSUER") or "妇联维权工作平台"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: clocks differ, and typing takes time
MFA_RECOVERY_CODE_DIGITS = 10
# Single sign-on by OpenID Connect, where a provider is named; it knows people by this claim as we do by user name.
OIDC_SERVER_URL = os.environ.get("OIDC_SERVER_URL", "")
OIDC_CLIENT_ID, OIDC_SECRET = os.environ.get("OIDC_CLIENT_ID", ""), os.environ.get("OIDC_SECRET", "")
OIDC_NAME = os.environ.get("OIDC_NAME") or "统一身份认证"
OIDC_CLAIM = os.environ.get("OIDC_CLAIM") or "preferred_username"
OIDC_PROVES_SECOND_FACTOR = flag("OIDC_PROVES_SECOND_FACTOR")  # its word (amr) is enough
SOCIALACCOUNT_ADAPTER = "fedportal.directory.openid.OpenIdAccounts"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form's way out to another host is forbidden to browsers here (form-action)
