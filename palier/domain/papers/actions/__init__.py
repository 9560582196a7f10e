"""Every write of the room.

asking.py      the agency asks for a paper, or asks no more; reminders
depositing.py  deposit, share, withdraw
explaining.py  « je ne peux pas la fournir »
reviewing.py   what an advisor decides, and takes back
following.py   what the antivirus stopped, what the desk closed by hand
"""

from palier.domain.papers.actions.asking import (
    DeadlinePassed,
    NotTheirAccount,
    ask_for_paper,
    cancel_request,
    remind_of_papers,
)
from palier.domain.papers.actions.depositing import (
    NoLongerAsked,
    deposit_paper,
    share_paper,
    withdraw_paper,
)
from palier.domain.papers.actions.explaining import say_impediment
from palier.domain.papers.actions.following import follow_closed_cases, stop_infected
from palier.domain.papers.actions.reviewing import (
    AnotherFiledSince,
    accept_impediment,
    accept_paper,
    refuse_impediment,
    refuse_paper,
    undo_impediment,
    undo_paper,
)

__all__ = [
    "AnotherFiledSince",
    "DeadlinePassed",
    "NoLongerAsked",
    "NotTheirAccount",
    "accept_impediment",
    "accept_paper",
    "ask_for_paper",
    "cancel_request",
    "deposit_paper",
    "follow_closed_cases",
    "refuse_impediment",
    "refuse_paper",
    "remind_of_papers",
    "say_impediment",
    "share_paper",
    "stop_infected",
    "undo_impediment",
    "undo_paper",
    "withdraw_paper",
]
