"""Every write of the room: what people say, their e-mail, paper or not, the ERP's side."""

from palier.domain.contact_details.actions.deliveries import acknowledge, deliver_changes
from palier.domain.contact_details.actions.email_proofs import (
    approve,
    check_identity,
    give_code,
    print_code,
)
from palier.domain.contact_details.actions.emails import (
    ANSWER,
    answer_email_change,
    apply_due_email_changes,
    ask_email_change,
    confirm_email_change,
    objection_delay,
    stop_email_change,
)
from palier.domain.contact_details.actions.errors import (
    ChangeUnderWay,
    LinkDead,
    NotDisputed,
    NothingChanged,
    SameEyes,
    WrongLetterCode,
)
from palier.domain.contact_details.actions.following import (
    SUBJECT,
    compare_with_erp,
    settle_dispute,
)
from palier.domain.contact_details.actions.paperless import choose_delivery
from palier.domain.contact_details.actions.preferences import choose_letters, refuse_letters
from palier.domain.contact_details.actions.recording import change_detail
from palier.domain.contact_details.actions.steps import EMAIL_SUBJECT
from palier.foundation.deliveries import AcknowledgementRefused, DeliveryUnderWay

__all__ = [
    "ANSWER",
    "EMAIL_SUBJECT",
    "SUBJECT",
    "AcknowledgementRefused",
    "ChangeUnderWay",
    "DeliveryUnderWay",
    "LinkDead",
    "NotDisputed",
    "NothingChanged",
    "SameEyes",
    "WrongLetterCode",
    "acknowledge",
    "answer_email_change",
    "apply_due_email_changes",
    "approve",
    "ask_email_change",
    "change_detail",
    "check_identity",
    "choose_delivery",
    "choose_letters",
    "compare_with_erp",
    "confirm_email_change",
    "deliver_changes",
    "give_code",
    "objection_delay",
    "print_code",
    "refuse_letters",
    "settle_dispute",
    "stop_email_change",
]
