"""Every write of the room: bank details, then mandates, then what leaves for bank and ERP."""

from palier.domain.banking.actions.account_deliveries import (
    acknowledge_accounts,
    deliver_accounts,
)
from palier.domain.banking.actions.amending import (
    send_amendment_code,
    sign_amendment,
    start_amendment,
)
from palier.domain.banking.actions.collecting import NotTheTime, collect_debits
from palier.domain.banking.actions.contesting import contest, contest_own, freeze_at_desk
from palier.domain.banking.actions.deliveries import (
    acknowledge,
    deliver_mandates,
)
from palier.domain.banking.actions.errors import (
    AlreadyYours,
    AskAgain,
    ChangeRefused,
    IbanRefused,
    LinkTooOld,
    NoMandateHere,
    SameEyes,
    StillDebited,
    TooManyTries,
    TooSoonAfterReset,
    WrongSigningCode,
)
from palier.domain.banking.actions.following import follow
from palier.domain.banking.actions.instructing import (
    change_debit_day,
    pause_debits,
    resume_debits,
    stop_debits,
)
from palier.domain.banking.actions.keys import rotate_keys
from palier.domain.banking.actions.proposing import (
    confirm_account,
    propose_account,
    withdraw_account,
)
from palier.domain.banking.actions.reviewing import (
    accept_account,
    refuse_account,
    undo_account_review,
)
from palier.domain.banking.actions.signing import send_signing_code, sign_mandate, start_mandate
from palier.foundation.deliveries import AcknowledgementRefused, DeliveryUnderWay

__all__ = [
    "AcknowledgementRefused",
    "AlreadyYours",
    "AskAgain",
    "ChangeRefused",
    "DeliveryUnderWay",
    "IbanRefused",
    "LinkTooOld",
    "NoMandateHere",
    "NotTheTime",
    "SameEyes",
    "StillDebited",
    "TooManyTries",
    "TooSoonAfterReset",
    "WrongSigningCode",
    "accept_account",
    "acknowledge",
    "acknowledge_accounts",
    "change_debit_day",
    "collect_debits",
    "confirm_account",
    "contest",
    "contest_own",
    "deliver_accounts",
    "deliver_mandates",
    "follow",
    "freeze_at_desk",
    "pause_debits",
    "propose_account",
    "refuse_account",
    "resume_debits",
    "rotate_keys",
    "send_amendment_code",
    "send_signing_code",
    "sign_amendment",
    "sign_mandate",
    "start_amendment",
    "start_mandate",
    "stop_debits",
    "undo_account_review",
    "withdraw_account",
]
