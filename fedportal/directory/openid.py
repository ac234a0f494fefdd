"""Placeholder."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class OpenIdAccounts(DefaultSocialAccountAdapter): ...
