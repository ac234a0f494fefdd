"""Addresses of the courses of violence at home, below those of their petitions."""

from django.urls import path

from cases.views.violence.acts import violence_act, violence_move
from cases.views.violence.page import violence
from cases.views.violence.papers import complaint_certificate, order_visit_sheet

violence_urls = [
    path("<int:pk>/violence/", violence, name="violence"),
    path("<int:pk>/violence/moves/<slug:name>/", violence_move, name="violence_move"),
    path("<int:pk>/violence/certificate/", complaint_certificate, name="complaint_certificate"),
    path("<int:pk>/violence/orders/<int:order>/visits/", order_visit_sheet, name="visit_sheet"),
    path("<int:pk>/violence/<slug:name>/", violence_act, name="violence_act"),
    path("<int:pk>/violence/<slug:name>/<int:item>/", violence_act, name="violence_item"),
]
