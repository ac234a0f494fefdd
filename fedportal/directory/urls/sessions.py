"""Addresses of signing in and out, and of what everyone keeps of her own account.

Of allauth's only those that an office with closed sign-up needs.
"""

from allauth.account import views as allauth_views
from django.urls import path

from fedportal.directory.views import openid, security, sign_in

urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("login/second/", sign_in.second_factor, name="second_factor"),
    path("login/setup/", sign_in.second_factor_setup, name="second_factor_setup"),
    path("login/password/", sign_in.password_renew, name="password_renew"),
    path("openid/", openid.openid_login, name="openid_login"),
    path("openid/callback/", openid.openid_callback, name="openid_callback"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("security/", security.security, name="security"),
    path("security/confirm/", security.security_confirm, name="security_confirm"),
    path("security/factors/add/", security.security_factor_add, name="security_factor_add"),
    path("security/factors/<int:pk>/remove/", security.security_factor_remove, name="security_factor_remove"),
    path("security/codes/", security.security_codes, name="security_codes"),
    path("security/sittings/end/", security.security_sittings_end, name="security_sittings_end"),
    path("stay/", security.stay, name="stay"),
    path("again/", security.signed_in_again, name="signed_in_again"),
]
