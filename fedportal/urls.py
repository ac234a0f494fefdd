"""Every address of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("fedportal.dashboards.urls")),
    path("", include("fedportal.health.urls")),
    path("accounts/", include("fedportal.directory.urls.sessions")),
    path("calendar/", include("fedportal.calendar.urls")),
    path("notices/", include("fedportal.notices.urls")),
    path("orgs/", include("fedportal.directory.urls.orgs")),
    path("petitions/", include("cases.urls")),
    path("privacy/", include("fedportal.privacy.urls")),
    path("reply/", include("cases.reply_urls")),
    path("r/", include("fedportal.public.urls")),
    path("rules/", include("fedportal.deadlines.urls")),
    path("engine/", include("fedportal.deadlines.engine_urls")),
    path("users/", include("fedportal.directory.urls.accounts")),
]

handler400 = "fedportal.lib.error_pages.bad_request"
