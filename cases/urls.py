"""Addresses of petitions."""

from django.urls import path, re_path

from cases.views import letter_acts
from cases.views.accusation import accused, reader_end, reader_name
from cases.views.advice import (
    proposal,
    proposal_list,
    proposal_new,
    suggestion,
    suggestion_list,
    suggestion_new,
)
from cases.views.attachments import attachment, attachment_add, attachment_remove
from cases.views.break_glass import break_glass, urgent_access, urgent_access_list
from cases.views.briefings import (
    briefing,
    briefing_adoption,
    briefing_edit,
    briefing_list,
    briefing_new,
    briefing_send,
)
from cases.views.bulk import bulk_move, bulk_result
from cases.views.checks import petition_check
from cases.views.complaint_taking import complaint_receipt, complaint_take
from cases.views.complaints import complaint, complaint_list, complaint_new
from cases.views.contacts import contact_add, contact_incident
from cases.views.disposals import disposal, disposal_confirm, disposal_item, disposal_list, hold
from cases.views.document_files import document_edit, document_file
from cases.views.document_templates import template, template_file, template_list, template_withdraw
from cases.views.documents import document, document_serve
from cases.views.follow_ups import visit_add, visit_cancel, visit_plan, visit_record
from cases.views.handling_steps import step_add
from cases.views.held_contacts import held_contact, held_contact_list
from cases.views.imports import import_ledger, import_list, import_rejects, import_template
from cases.views.letter_list import letter_list
from cases.views.letters import letter, letter_new
from cases.views.order_list import order_list
from cases.views.orders import order, order_edit, order_move, order_new
from cases.views.parties import party_add, party_edit, party_remove
from cases.views.petition import acknowledge, petition
from cases.views.petition_alike import petition_alike
from cases.views.petition_edit import petition_edit
from cases.views.petition_export import export, export_file, petition_export
from cases.views.petition_list import petition_list
from cases.views.petition_looks import petition_looks
from cases.views.petition_move import petition_move
from cases.views.petition_new import petition_clock, petition_new, petition_readers
from cases.views.petition_print import petition_print
from cases.views.protection_packet import protection_packet
from cases.views.ratings import rating, rating_link
from cases.views.receptions import reception, reception_cancel, reception_hold, reception_list, reception_new
from cases.views.rights import (
    disclosure_list,
    processing_basis,
    rights_file,
    rights_request,
    rights_request_list,
    rights_request_new,
)
from cases.views.safe_contacts import envelope, neutral_sender, reach, safe_contact
from cases.views.unmasking import grant, grant_list, party_unmask
from cases.views.urgent import urgent_acknowledge, urgent_paper, urgent_receipt, urgent_report, urgent_send
from cases.views.walls import wall, wall_of, wall_remove
from cases.views.work_lists import work_list, work_list_new, work_lists
from cases.violence_urls import violence_urls

app_name = "cases"
urlpatterns = [
    path("", petition_list, name="petition_list"),
    path("new/", petition_new, name="petition_new"),
    path("new/alike/", petition_alike, name="petition_alike"),
    path("new/clock/", petition_clock, name="petition_clock"),
    path("new/readers/", petition_readers, name="petition_readers"),
    path("export/", petition_export, name="petition_export"),
    path("exports/<int:pk>/", export, name="export"),
    path("exports/<int:pk>/file/", export_file, name="export_file"),
    path("print/", petition_print, name="petition_print"),
    path("bulk/<slug:name>/", bulk_move, name="bulk_move"),
    path("bulk/results/<uuid:token>/", bulk_result, name="bulk_result"),
    path("lists/", work_lists, name="work_lists"),
    path("lists/new/", work_list_new, name="work_list_new"),
    path("lists/<int:pk>/", work_list, name="work_list"),
    path("import/", import_list, name="import_list"),
    path("import/template/", import_template, name="import_template"),
    path("import/<int:pk>/", import_ledger, name="import"),
    path("import/<int:pk>/rejects/", import_rejects, name="import_rejects"),
    path("papers/<int:pk>/", document, name="document"),
    path("papers/<int:pk>/serve/", document_serve, name="document_serve"),
    path("papers/<int:pk>/edit/", document_edit, name="document_edit"),
    re_path(r"^papers/(?P<pk>[0-9]{1,18})/paper\.(?P<form>docx|pdf)$", document_file, name="document_file"),
    path("letters/", letter_list, name="letter_list"),
    path("letters/<int:pk>/", letter, name="letter"),
    path("letters/<int:pk>/sign/", letter_acts.letter_sign, name="letter_sign"),
    path("letters/<int:pk>/withdraw/", letter_acts.letter_withdraw, name="letter_withdraw"),
    path("letters/<int:pk>/reply/", letter_acts.letter_reply, name="letter_reply"),
    path("letters/<int:pk>/assess/", letter_acts.letter_assess, name="letter_assess"),
    path("letters/<int:pk>/assignment/", letter_acts.letter_assignment, name="letter_assignment"),
    path("letters/<int:pk>/link/", letter_acts.letter_link, name="letter_link"),
    path("letters/<int:pk>/link/revoke/", letter_acts.letter_link_revoke, name="letter_link_revoke"),
    path("<int:pk>/letters/<slug:kind>/", letter_new, name="letter_new"),
    path("briefings/", briefing_list, name="briefing_list"),
    path("briefings/new/", briefing_new, name="briefing_new"),
    path("briefings/<int:pk>/", briefing, name="briefing"),
    path("briefings/<int:pk>/edit/", briefing_edit, name="briefing_edit"),
    path("briefings/<int:pk>/send/", briefing_send, name="briefing_send"),
    path("briefings/<int:pk>/adoption/", briefing_adoption, name="briefing_adoption"),
    path("receptions/", reception_list, name="reception_list"),
    path("receptions/new/", reception_new, name="reception_new"),
    path("receptions/<int:pk>/", reception, name="reception"),
    path("receptions/<int:pk>/hold/", reception_hold, name="reception_hold"),
    path("receptions/<int:pk>/cancel/", reception_cancel, name="reception_cancel"),
    path("papers/<int:pk>/send/", urgent_send, name="urgent_send"),
    path("receivers/<int:pk>/", urgent_paper, name="urgent_paper"),
    path("receivers/<int:pk>/acknowledge/", urgent_acknowledge, name="urgent_acknowledge"),
    path("receivers/<int:pk>/receipt/", urgent_receipt, name="urgent_receipt"),
    path("<int:pk>/reports/new/", urgent_report, name="urgent_report"),
    path("templates/", template_list, name="template_list"),
    path("templates/<slug:kind>/", template, name="template"),
    path("templates/<slug:kind>/file/", template_file, name="template_file"),
    path("templates/<slug:kind>/withdraw/", template_withdraw, name="template_withdraw"),
    path("supervision/", order_list, name="order_list"),
    path("supervision/<int:pk>/", order, name="order"),
    path("supervision/<int:pk>/edit/", order_edit, name="order_edit"),
    path("supervision/<int:pk>/moves/<slug:name>/", order_move, name="order_move"),
    path("<int:pk>/supervise/", order_new, name="order_new"),
    path("supervision/suggestions/", suggestion_list, name="suggestion_list"),
    path("supervision/suggestions/<int:pk>/", suggestion, name="suggestion"),
    path("supervision/proposals/", proposal_list, name="proposal_list"),
    path("supervision/proposals/<int:pk>/", proposal, name="proposal"),
    path("<int:pk>/suggest/", suggestion_new, name="suggestion_new"),
    path("<int:pk>/propose/", proposal_new, name="proposal_new"),
    path("<int:pk>/", petition, name="petition"),
    path("<int:pk>/edit/", petition_edit, name="petition_edit"),
    path("<int:pk>/protection-packet/", protection_packet, name="protection_packet"),
    *violence_urls,
    path("<int:pk>/looks/", petition_looks, name="petition_looks"),
    path("<int:pk>/moves/<slug:name>/", petition_move, name="petition_move"),
    path("<int:pk>/checks/<slug:code>/", petition_check, name="petition_check"),
    path("<int:pk>/accused/", accused, name="accused_add"),
    path("<int:pk>/accused/<int:who>/", accused, name="accused_edit"),
    path("<int:pk>/readers/", reader_name, name="reader_name"),
    path("<int:pk>/readers/<int:reader>/end/", reader_end, name="reader_end"),
    path("<int:pk>/attachments/", attachment_add, name="attachment_add"),
    path("attachments/<int:pk>/", attachment, name="attachment"),
    path("attachments/<int:pk>/remove/", attachment_remove, name="attachment_remove"),
    path("<int:pk>/steps/", step_add, name="step_add"),
    path("<int:pk>/visits/", visit_add, name="visit_add"),
    path("<int:pk>/visits/plan/", visit_plan, name="visit_plan"),
    path("visits/<int:pk>/", visit_record, name="visit_record"),
    path("visits/<int:pk>/cancel/", visit_cancel, name="visit_cancel"),
    path("<int:pk>/rating/", rating, name="rating"),
    path("<int:pk>/rating/link/", rating_link, name="rating_link"),
    path("complaints/", complaint_list, name="complaint_list"),
    path("complaints/new/", complaint_take, name="complaint_take"),
    path("complaints/<int:pk>/", complaint, name="complaint"),
    path("complaints/<int:pk>/receipt/", complaint_receipt, name="complaint_receipt"),
    path("<int:pk>/complaint/", complaint_new, name="complaint_new"),
    path("<int:pk>/contacts/", contact_add, name="contact_add"),
    path("contacts/<int:pk>/incident/", contact_incident, name="contact_incident"),
    path("contacts/held/", held_contact_list, name="held_contact_list"),
    path("contacts/held/<int:pk>/", held_contact, name="held_contact"),
    path("contacts/sender/", neutral_sender, name="neutral_sender"),
    path("rights/", rights_request_list, name="rights_request_list"),
    path("rights/<int:pk>/", rights_request, name="rights_request"),
    path("rights/<int:pk>/file/", rights_file, name="rights_file"),
    path("rights/disclosures/", disclosure_list, name="disclosure_list"),
    path("rights/disposals/", disposal_list, name="disposal_list"),
    path("rights/disposals/<int:pk>/", disposal, name="disposal"),
    path("rights/disposals/<int:pk>/confirm/", disposal_confirm, name="disposal_confirm"),
    path("rights/disposals/items/<int:pk>/", disposal_item, name="disposal_item"),
    path("<int:pk>/rights/", rights_request_new, name="rights_request_new"),
    path("<int:pk>/basis/", processing_basis, name="processing_basis"),
    path("<int:pk>/hold/", hold, name="hold"),
    path("<int:pk>/reach/", reach, name="reach"),
    path("<int:pk>/envelope/", envelope, name="envelope"),
    path("parties/<int:pk>/contact/", safe_contact, name="safe_contact"),
    path("<int:pk>/parties/", party_add, name="party_add"),
    path("people/<int:pk>/unmask/<slug:field>/", party_unmask, name="party_unmask"),
    path("urgent-access/", break_glass, name="break_glass"),
    path("urgent-access/review/", urgent_access_list, name="urgent_access_list"),
    path("urgent-access/review/<int:pk>/", urgent_access, name="urgent_access"),
    path("wall/", wall, name="wall"),
    path("wall/<int:pk>/remove/", wall_remove, name="wall_remove"),
    path("wall/of/<int:pk>/", wall_of, name="wall_of"),
    path("grants/", grant_list, name="grant_list"),
    path("grants/<int:pk>/", grant, name="grant"),
    path("parties/<int:pk>/", party_edit, name="party_edit"),
    path("parties/<int:pk>/remove/", party_remove, name="party_remove"),
    path("<int:pk>/acknowledge/<int:deadline>/", acknowledge, name="acknowledge"),
]
