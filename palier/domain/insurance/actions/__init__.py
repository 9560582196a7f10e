"""Every write of the room.

deposits.py    a certificate is filed, or stopped by the antivirus
readings.py    what was filed is read, as an aid
decisions.py   accepted, refused, taken back
demands.py     the formal demand, issued and cancelled
reminders.py   what the daily job writes
errors.py      what can go wrong
"""

from palier.domain.insurance.actions.decisions import (
    accept_certificate,
    refuse_certificate,
    undo_certificate,
)
from palier.domain.insurance.actions.demands import cancel_demand, issue_demand
from palier.domain.insurance.actions.deposits import (
    Answers,
    Deposit,
    deposit_certificate,
    stop_infected,
)
from palier.domain.insurance.actions.errors import (
    AlreadyInsured,
    AnotherFiledSince,
    DatesWanted,
    DemandInForce,
    DepositAwaitsReview,
    NothingFiled,
    NothingToInsure,
)
from palier.domain.insurance.actions.readings import READ, read_drafts, read_waiting
from palier.domain.insurance.actions.reminders import remind_of_insurance

__all__ = [
    "READ",
    "AlreadyInsured",
    "AnotherFiledSince",
    "Answers",
    "DatesWanted",
    "DemandInForce",
    "Deposit",
    "DepositAwaitsReview",
    "NothingFiled",
    "NothingToInsure",
    "accept_certificate",
    "cancel_demand",
    "deposit_certificate",
    "issue_demand",
    "read_drafts",
    "read_waiting",
    "refuse_certificate",
    "remind_of_insurance",
    "stop_infected",
    "undo_certificate",
]
