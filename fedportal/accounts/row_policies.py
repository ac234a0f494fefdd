"""Accounts and their sessions are open to the portal: it asks for them before it knows for whom it reads."""

from fedportal.lib.row_security import declare_open

declare_open(
    "accounts_user",
    "accounts_formerpassword",
    "accounts_sitting",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_content_type",
    "django_session",
)
