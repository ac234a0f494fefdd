"""Addresses of shelters. Numbers stand for them, and open nothing to who is not named."""

from django.urls import path

from stations.views import petition_beds, shelter, shelter_check, shelter_start, stay

shelter_urls = [
    path("shelters/", shelter_start.shelter_start, name="shelter_start"),
    path("shelters/new/", shelter.shelter_new, name="shelter_new"),
    path("shelters/ask/", shelter_start.opening_ask, name="opening_ask"),
    path("shelters/ask/<int:pk>/", shelter_start.opening_grant, name="opening_grant"),
    path("shelters/holds/<int:pk>/release/", shelter_start.hold_release, name="hold_release"),
    path("shelters/for/<int:pk>/", petition_beds.petition_beds, name="petition_beds"),
    path("shelters/for/<int:pk>/release/", petition_beds.petition_beds_release, name="petition_beds_release"),
    path("shelters/applications/<int:pk>/", stay.application, name="application"),
    path("shelters/stays/<int:pk>/", stay.stay, name="stay"),
    path("shelters/stays/<int:pk>/do/<slug:name>/", stay.stay_act, name="stay_act"),
    path("shelters/stays/<int:pk>/press/<slug:name>/", stay.stay_press, name="stay_press"),
    path("shelters/<int:pk>/", shelter.shelter_today, name="shelter_today"),
    path("shelters/<int:pk>/admit/", stay.shelter_admit, name="shelter_admit"),
    path("shelters/<int:pk>/setup/", shelter.shelter_setup, name="shelter_setup"),
    path("shelters/<int:pk>/edit/", shelter.shelter_edit, name="shelter_edit"),
    path("shelters/<int:pk>/rooms/", shelter.room_add, name="room_add"),
    path("shelters/<int:pk>/keepers/", shelter.keeper_add, name="keeper_add"),
    path("shelters/<int:pk>/duty/", shelter.shelter_duty, name="shelter_duty"),
    path("shelters/<int:pk>/confirm/", shelter_start.shelter_confirm, name="shelter_confirm"),
    path("shelters/<int:pk>/check/", shelter_check.shelter_check_new, name="shelter_check_new"),
    path("shelters/checks/<int:pk>/", shelter_check.shelter_check, name="shelter_check"),
    path("shelters/<int:pk>/do/<slug:name>/", shelter.shelter_act, name="shelter_act"),
]
