"""How many women of a period's cases of violence had a bed or were handed on for legal aid (T-05): figures alone."""

from django.db.models import Exists, OuterRef, Q

from cases.models import Letter
from cases.statistics import Period
from cases.violence_statistics import Figures, figures_of, matters_received
from cases.workflow.letters import Relief
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization
from stations.models import ShelterStay, StayReferral
from stations.shelter_facts import ReferralKind


@beyond_readers("figures alone, which nobody but heads of the owning unit is told while they are small")
def help_figures(org: Organization, bounds: list[int], period: Period) -> Figures:
    """Of the matters received in the period, whenever it came to that; each once, however often."""
    hers = OuterRef("pk")
    letters = Letter.objects.valid().filter(petition=hers, relief=Relief.LEGAL_AID, sent_at__isnull=False)
    from_shelter = StayReferral.objects.filter(stay__application__petition=hers, kind=ReferralKind.LEGAL)
    matters = matters_received(org, period).annotate(
        stayed=Exists(ShelterStay.objects.filter(application__petition=hers)),
        aided=Exists(letters) | Exists(from_shelter),
    )
    return figures_of(matters, "org_code", bounds, {"sheltered": Q(stayed=True), "aided": Q(aided=True)})
