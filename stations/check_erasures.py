"""Texts of checks and applications: about places, and their pages ask that no petitioner be named; they are kept."""

OF_CHECKS = {
    "Checklist.reason": "where a list comes from",
    "ChecklistItem.code": "a code",
    "ChecklistItem.label": "what is looked at",
    "ChecklistItem.source": "articles of rules",
    "StationCheck.joint": "codes of agencies",
    "StationCheck.note": "of a station; its page asks that nobody be named",
    "StationCheck.rectification": "of a station; its page asks that nobody be named",
    "CheckAnswer.remark": "of a station; its page asks that nobody be named",
    "CheckPhoto.digest": "of a photo of a place",
    "CheckPhoto.extension": "a kind of file",
    "HomeLabel.words": "a house number in a village; gone with its row when the household leaves the list",
    "HomeLabel.index": "of the same",
    "Accreditation.statement": "of a station or unit; its page asks that nobody be named",
    "AccreditationStep.verb": "a code",
    "AccreditationStep.source": "a code",
    "AccreditationStep.target": "a code",
    "AccreditationStep.note": "an opinion about a station or unit",
}
