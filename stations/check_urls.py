"""Addresses of checklists, checks, and demonstration stations and units."""

from django.urls import path

from stations.views import (
    accreditation,
    check_export,
    check_list,
    check_photo,
    checklist,
    duties,
    exports,
    no_violence,
    peace,
    peace_homes,
    station_check,
)

check_urls = [
    path("checks/", check_list.check_list, name="check_list"),
    path("checks/export/", check_export.check_export, name="check_export"),
    path("checks/plan/", check_list.check_plan, name="check_plan"),
    path("checks/<int:pk>/", station_check.station_check, name="station_check"),
    path("checks/<int:pk>/rectify/", station_check.check_rectify, name="check_rectify"),
    path("checks/<int:pk>/photos/<int:answer>/", check_photo.check_photo_add, name="check_photo_add"),
    path("check-photos/<int:pk>/", check_photo.check_photo, name="check_photo"),
    path("checklists/", checklist.checklist_list, name="checklist_list"),
    path("checklists/add/", checklist.checklist_add, name="checklist_add"),
    path("accreditations/", accreditation.accreditation_list, name="accreditation_list"),
    path("accreditations/export/", exports.accreditation_export, name="accreditation_export"),
    path("accreditations/new/", accreditation.accreditation_new, name="accreditation_new"),
    path("accreditations/no-violence/", no_violence.no_violence, name="no_violence"),
    path("accreditations/<int:pk>/", accreditation.accreditation, name="accreditation"),
    path("accreditations/<int:pk>/edit/", accreditation.accreditation_edit, name="accreditation_edit"),
    path("accreditations/<int:pk>/<slug:name>/", accreditation.accreditation_move, name="accreditation_move"),
    path("peace/", peace.peace_family, name="peace_family"),
    path("peace/<int:pk>/", peace_homes.peace_homes, name="peace_homes"),
    path("peace/<int:pk>/new/", peace_homes.peace_home_new, name="peace_home_new"),
    path("peace/homes/<int:pk>/", peace_homes.peace_home, name="peace_home"),
    path("peace/homes/<int:pk>/double/", peace_homes.peace_home_double, name="peace_home_double"),
    path("peace/homes/<int:pk>/leave/", peace_homes.peace_home_leave, name="peace_home_leave"),
    path("duties/", duties.duty_list, name="duty_list"),
    path("duties/<int:pk>/acknowledge/", duties.duty_acknowledge, name="duty_acknowledge"),
    path("<int:pk>/check/", station_check.check_begin, name="check_begin"),
]
