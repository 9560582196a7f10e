"""Reads of the room: what counts today, changes on their way, who still gets paper."""

from palier.domain.contact_details.queries.deliveries import (
    changes_to_deliver,
    delivery_numbered,
    file_name_of,
)
from palier.domain.contact_details.queries.details import (
    Known,
    change_at_desk,
    details_of,
    details_of_people,
    erp_value_of,
    holder_person,
    holders_to_reach,
    user_being,
)
from palier.domain.contact_details.queries.emails import (
    email_change_at_desk,
    email_change_under,
    email_changes_of_account,
    last_email_change_of,
    live_email_change_of,
    stop_token,
    token_of,
)
from palier.domain.contact_details.queries.paperless import (
    NoticeDelivery,
    notice_delivery_of,
    paperless_accounts,
)

__all__ = [
    "Known",
    "NoticeDelivery",
    "change_at_desk",
    "changes_to_deliver",
    "delivery_numbered",
    "details_of",
    "details_of_people",
    "email_change_at_desk",
    "email_change_under",
    "email_changes_of_account",
    "erp_value_of",
    "file_name_of",
    "holder_person",
    "holders_to_reach",
    "last_email_change_of",
    "live_email_change_of",
    "notice_delivery_of",
    "paperless_accounts",
    "stop_token",
    "token_of",
    "user_being",
]
