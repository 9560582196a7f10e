"""Every write of the room.

drafts.py      answers kept between two pages
declaring.py   send a declaration, withdraw it
reviewing.py   what an advisor decides, and takes back
recording.py   what the ERP echoes, what the antivirus stopped, what the desk closed by hand
deliveries.py  the file for the ERP, and its acknowledgement
protecting.py  protective flags
"""

from palier.domain.household.actions.declaring import (
    AlreadyDeclared,
    NotYourDwelling,
    StillMissing,
    declare,
    withdraw,
)
from palier.domain.household.actions.deliveries import (
    acknowledge,
    deliver_declarations,
)
from palier.domain.household.actions.drafts import (
    answer,
    drop_draft,
    forget_old_drafts,
    start_again,
    start_draft,
)
from palier.domain.household.actions.protecting import lift_protection, protect
from palier.domain.household.actions.recording import (
    compare_with_erp,
    follow_closed_cases,
    stop_infected,
)
from palier.domain.household.actions.reviewing import (
    accept_declaration,
    refuse_declaration,
    undo_review,
)
from palier.foundation.deliveries import AcknowledgementRefused, DeliveryUnderWay

__all__ = [
    "AcknowledgementRefused",
    "AlreadyDeclared",
    "DeliveryUnderWay",
    "NotYourDwelling",
    "StillMissing",
    "accept_declaration",
    "acknowledge",
    "answer",
    "compare_with_erp",
    "declare",
    "deliver_declarations",
    "drop_draft",
    "follow_closed_cases",
    "forget_old_drafts",
    "lift_protection",
    "protect",
    "refuse_declaration",
    "start_again",
    "start_draft",
    "stop_infected",
    "undo_review",
    "withdraw",
]
