"""Every address of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("fedportal.dashboards.urls")),
    path("", include("fedportal.health.urls")),
    path("accounts/", include("fedportal.directory.urls.sessions")),
    path("api/v1/", include("cases.api.urls")),
    path("api/v1/", include("hotline.api.urls")),
    path("api/v1/", include("stations.api.urls")),
    path("api/v1/", include("fedportal.calendar.api_urls")),
    path("api/v1/", include("fedportal.deadlines.api_urls")),
    path("api/v1/changes/", include("fedportal.changes.urls")),
    path("api/v1/", include("fedportal.api.urls")),
    path("clients/", include("fedportal.api.client_urls")),
    path("api/v1/webhooks/", include("fedportal.changes.webhooks.urls")),
    path("calendar/", include("fedportal.calendar.urls")),
    path("hotline/", include("hotline.urls")),
    path("notices/", include("fedportal.notices.urls")),
    path("orgs/", include("fedportal.directory.urls.orgs")),
    path("petitions/", include("cases.urls")),
    path("privacy/", include("fedportal.privacy.urls")),
    path("reply/", include("cases.reply_urls")),
    path("r/", include("fedportal.public.urls")),
    path("rules/", include("fedportal.deadlines.urls")),
    path("engine/", include("fedportal.deadlines.engine_urls")),
    path("stations/", include("stations.urls")),
    path("users/", include("fedportal.directory.urls.accounts")),
]

handler400 = "fedportal.lib.error_pages.bad_request"
handler404 = "fedportal.lib.error_pages.not_found"
handler500 = "fedportal.lib.error_pages.server_error"
