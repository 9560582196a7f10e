"""One of everything, for two families who must never hear of one another.

Awa's account (North) and Jeanne's (South) get a row of each kind through the actions, and every
row carries a word that is found nowhere else: owner, then subject (``AwaPaper``). Owners are
``Awa`` and ``Yanis`` (what is theirs alone), ``Account`` (what its holders share), ``Past``
(what Moussa, who left the account in 2021, may still see) and ``Jeanne``.

``World.rows[kind][owner]`` are the parameters of an address: what to add for a new kind of code.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from palier.domain.access.models import Delegation
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.billing import actions as billing
from palier.domain.billing.models import RentNotice
from palier.domain.billing.receipts import actions as receipts
from palier.domain.billing.receipts.models import Receipt
from palier.domain.billing.settlements import actions as settlements
from palier.domain.billing.settlements.models import Settlement
from palier.domain.casework.models import Case
from palier.domain.casework.queries import case_about
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.actions import add_document
from palier.domain.documents.intake.actions import assemble, keep_draft
from palier.domain.documents.models import Document
from palier.domain.household.actions import answer, start_draft
from palier.domain.insurance.actions import issue_demand
from palier.domain.messaging import actions as messaging
from palier.domain.messaging.models import Attachment, Thread
from palier.domain.payments.actions.deliveries import deliver_operations
from palier.domain.payments.actions.receipts import keep_receipt
from palier.domain.payments.models import PaymentDelivery, Review
from palier.domain.payments.queries.concerns import concerns_about
from palier.domain.payments.queries.history import receipt_of
from palier.domain.tenancy.models import AccountHolder, LeaseRole, TenantAccount
from palier.foundation.periods import Period
from tests import cast as the_cast
from tests.cast import Cast
from tests.domain.banking import making as banking
from tests.domain.billing.delivery import deliver_notice
from tests.domain.billing.settlements.delivery import deliver_settlement
from tests.domain.casework.making import hardship
from tests.domain.documents.intake import samples
from tests.domain.household.making import BIRTH, declared, twin, view_of
from tests.domain.insurance.making import deposit as deposit_certificate
from tests.domain.ledger.delivery import deliver_entry
from tests.domain.messaging.making import thread
from tests.domain.papers.making import asked, deposited, file, said
from tests.domain.payments import bank
from tests.doors import accesses

SYSTEM = Actor.system()
LEFT_ON = dt.date(2021, 6, 30)
THEN = Period(2021, 3)
AGO = Period(2026, 9)
# Words that stand for what the cast itself carries, by planted name.
KNOWN_AS = {
    "AwaName": "Diallo", "YanisName": "Guessan", "JeanneName": "Artagnan",
    "AwaContact": "awa@diallo.example", "YanisContact": "yanis@exemple.fr",
    "JeanneContact": "jeanne@exemple.fr", "AccountReference": "0091827",
    "JeanneReference": "0054321", "AccountAddress": "1 allée des Tilleuls",
    "JeanneAddress": "2 allée des Tilleuls", "AccountPayment": "438,19",
    "JeannePayment": "523,48", "AccountReceipt": "613,59", "JeanneReceipt": "714,61",
    "PastReceipt": "815,62",
}  # fmt: skip


@dataclasses.dataclass
class World:
    """Everybody and everything; ``words`` maps a planted name to what is looked for."""

    cast: Cast
    moussa_user: User
    manager: StaffMember
    technician: StaffMember
    south: Cast = dataclasses.field(init=False)
    """Jeanne's family, as ``cast`` is Awa's."""
    delegations: dict[str, Delegation] = dataclasses.field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = dataclasses.field(default_factory=dict)
    words: dict[str, str] = dataclasses.field(default_factory=lambda: dict(KNOWN_AS))

    def keep(self, kind: str, owner: str, row: Any, /, **more: Any) -> None:
        """Remember one row under its kind: its code fills the address."""
        code = row if isinstance(row, (str, int)) else row.code
        self.rows.setdefault(kind, {})[owner] = {"code": code, **more}

    def helper(self, key: str) -> User:
        """Give who helps Awa under one of ``delegations``."""
        user = self.delegations[key].user
        assert user is not None
        return user

    def word(self, owner: str, subject: str) -> str:
        """Give the word to plant in a row, and watch for it from now on."""
        name = owner + subject
        return self.words.setdefault(name, name)


def build(now: dt.datetime) -> World:
    """Make everybody, then one of everything for each family."""
    cast = the_cast.assemble()
    # The cast's own reference and address are the examples that open pages show.
    cast.account.customer_reference, cast.account.reference_key = "L/0091827", "91827"
    cast.account.save()
    cast.awa.email = cast.awa_user.email = KNOWN_AS["AwaContact"]
    cast.awa.save()
    cast.awa_user.save()
    moussa = the_cast.make_person("P9", "Moussa", "Sarr", email="moussa@exemple.fr")
    AccountHolder.objects.create(
        erp_id="H9", tenant_account=cast.account, person=moussa, role="co_holder",
        starts_on=dt.date(2019, 3, 1), ends_on=LEFT_ON, delivery_no=1,
    )  # fmt: skip
    LeaseRole.objects.create(
        erp_id="LR9", lease=cast.lease, person=moussa, role="co_tenant",
        starts_on=dt.date(2019, 3, 1), ends_on=LEFT_ON, delivery_no=1,
    )  # fmt: skip
    world = World(
        cast=cast,
        moussa_user=the_cast.make_user("moussa@exemple.fr", "Moussa Sarr"),
        manager=the_cast.make_staff("mona@plaine.example", "Mona Weil", "manager", cast.north),
        technician=the_cast.make_staff("tom@plaine.example", "Tom Ruiz", "technical_support"),
    )
    the_cast.link(world.moussa_user, moussa)
    banking.landlord_debits()
    south = dataclasses.replace(
        cast, account=cast.arrears_account, lease=cast.arrears_lease, awa=cast.jeanne,
        awa_user=cast.jeanne_user, north_advisor=cast.south_advisor,
    )  # fmt: skip
    world.south = south
    for family, own, shared, cents in ((cast, "Awa", "Account", 0), (south, "Jeanne", "Jeanne", 1)):
        _money(world, family, shared, now, cents)
        _handed_over(world, family, own, shared, now)
        _filed(world, family, own, shared, now)
        _said(world, family, own, now)
        accesses.claimed(world, family, shared, now)
        _banked(world, family, own, now)
        accesses.reached(world, family, own, now)
        accesses.given_back(world, family, own, now)
    _past(world, now)
    _of_yanis(world, now)
    _of_everybody(world, now)
    accesses.helped(world, now)
    accesses.sign_ins(world, now)
    return world


def _money(world: World, cast: Cast, shared: str, now: dt.datetime, south: int) -> None:
    account = cast.account
    deliver_entry(
        account, "rent", (61_359, 71_461)[south], AGO.last_day,
        label=world.word(shared, "Ledger"), period=AGO.first_day,
    )  # fmt: skip
    deliver_entry(
        account, "payment", -(61_359, 71_461)[south], AGO.next().first_day, rail="transfer"
    )
    deliver_notice(account, number=world.word(shared, "Notice"))
    billing.publish_period(period=Period(2026, 11), actor=SYSTEM, now=now)
    notice = RentNotice.objects.get(tenant_account=account)
    receipts.agree(
        view=view_of(cast.awa_user), user=cast.awa_user, wording="Oui.", actor=SYSTEM, now=now
    )
    receipts.follow(code=account.code, now=now)
    settlement = deliver_settlement(account)
    settlement.lines.update(label=world.word(shared, "Settlement"))
    attempt = bank.to_the_bank(cast.awa_user, account, now, cents=(43_819, 52_348)[south])
    bank.say(attempt, "CAPTURED", now, transaction=("a", "b")[south] * 32)
    known = [one.reference for one in concerns_about(account, period=bank.OCTOBER, now=now)]
    doubtful = bank.to_the_bank(
        cast.awa_user, account, now, cents=(43_819, 52_348)[south], confirmed=known
    )
    bank.say(doubtful, "CAPTURED", now, amount_cents=100, transaction=("c", "d")[south] * 32)
    receipt = Receipt.objects.get(tenant_account=account, kind="quittance")
    _drawn(notice, receipt, settlement, now)
    for paid in (attempt, doubtful):
        acknowledged = receipt_of(paid)
        if acknowledged is not None:
            keep_receipt(receipt=acknowledged, actor=SYSTEM, now=now)
    world.keep("account", shared, account)
    world.keep("notice", shared, notice)
    world.keep("notice-of-account", shared, account, notice=notice.code)
    world.keep("receipt", shared, receipt)
    world.keep("settlement", shared, settlement)
    world.keep("attempt", shared, attempt)
    world.keep("review", shared, Review.objects.get(attempt=doubtful))


def _drawn(notice: RentNotice, receipt: Receipt, settlement: Settlement, now: dt.datetime) -> None:
    """Draw each PDF once: what a visitor causes to be drawn is taken back, and drawn again."""
    billing.keep_pdf(notice=notice, actor=SYSTEM, now=now)
    receipts.keep_pdf(receipt=receipt, actor=SYSTEM, now=now)
    settlements.keep_pdf(settlement=settlement, actor=SYSTEM, now=now)


def _handed_over(world: World, cast: Cast, own: str, shared: str, now: dt.datetime) -> None:
    document = _document(cast.account, world.word(shared, "Document"), now)
    demand = issue_demand(
        lease=cast.lease, staff=cast.north_advisor, actor=actor_of(cast.north_advisor.user), now=now
    )
    cast.lease.special_conditions = world.word(shared, "Bail")
    cast.lease.save()
    world.keep("document", shared, document, page_no=1)
    world.keep("demand", shared, demand)
    world.keep("lease", shared, cast.lease)


def _document(account: TenantAccount, title: str, now: dt.datetime, **more: Any) -> Document:
    given: dict[str, Any] = {
        "kind": Document.Kind.OTHER, "visibility": Document.Visibility.HOLDERS,
        "issued_on": dt.date(2026, 3, 2), **more,
    }  # fmt: skip
    return add_document(
        content=samples.pdf(), media_type="application/pdf", title=title, tenant_account=account,
        origin=Document.Origin.LANDLORD, actor=SYSTEM, now=now, **given,
    )  # fmt: skip


def _filed(world: World, cast: Cast, own: str, shared: str, now: dt.datetime) -> None:
    wanted = asked(cast, now, precision=world.word(own, "Asked"))
    paper = deposited(cast, now, kind="other", precision=world.word(own, "Paper"))
    hindered = asked(cast, now, kind="other", precision=world.word(own, "Asked"))
    said(cast, now, hindered)
    policy = world.word(shared, "Insurance")
    certificate = deposit_certificate(cast, now, policy=policy).certificate
    baby = twin(BIRTH, family_name=cast.awa.birth_name)
    born = twin(baby, given_names=world.word(own, "Household"))
    declaration = declared(cast, now, born)
    draft = start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    begun = twin(baby, given_names=world.word(own, "Answers"))
    answer(draft=draft, answers=begun, now=now)
    world.keep("request", own, wanted)
    world.keep("paper", own, paper)
    world.keep("certificate", shared, certificate)
    world.keep("declaration", own, declaration)
    world.keep("answers", own, draft, question="nom")
    world.keep("upload", own, file(cast.awa_user, now))
    acknowledgement = acknowledgement_of(paper)
    assert acknowledgement is not None
    world.keep("acknowledgement", own, acknowledgement)
    case = case_about("papers.paper", paper.code)
    assert case is not None
    world.keep("paper-case", own, case, document_no=1, page_no=1)


def _said(world: World, cast: Cast, own: str, now: dt.datetime) -> None:
    content = samples.pdf()
    files = [_put(cast.awa_user, content, now)]
    found = thread(
        cast, now, title=world.word(own, "Message"), text=world.word(own, "Message"),
        bundle=assemble(drafts=files, title="", together=False),
        titles=[world.word(own, "Attached")],
    )  # fmt: skip
    messaging.save_draft(
        user=cast.awa_user, tenant_account=cast.account, thread=None, now=now,
        text=world.word(own, "Unsent"),
    )  # fmt: skip
    case = hardship(cast, now)
    Case.objects.filter(pk=case.pk).update(body=world.word(own, "Hardship"))
    world.keep("thread", own, found, verb="noter")
    world.keep("attachment", own, Attachment.objects.get(message__thread=found))
    world.keep("case", own, case, verb="prendre")
    world.keep("agency", own, cast.account.agency.erp_id)


def _put(user: User, content: bytes, now: dt.datetime) -> Any:
    import io

    from palier.domain.documents.intake.queries import Tray

    tray = Tray(user, "messages", "")
    return keep_draft(tray=tray, name="courrier.pdf", content=io.BytesIO(content), now=now)


def _banked(world: World, cast: Cast, own: str, now: dt.datetime) -> None:
    """A mandate, its amendment to another account, one back to the first to sign, a new account."""
    user, name = cast.awa_user, f"{cast.awa.full_name} {world.word(own, 'Bank')}"
    account = banking.usable(user, now, name=name)
    mandate = banking.signed(user, now, account)
    world.keep("mandate", own, mandate, verb="suspendre")
    other = banking.usable(user, now, iban=banking.THIRD_IBAN, name=name)
    world.keep("amendment", own, banking.amended(user, now, other))
    world.keep("mandate-to-sign", own, banking.amendment_started(user, now, account))
    banking.proposed(user, now, iban=banking.OTHER_IBAN, name=name)
    links = banking.links_in(banking.letters("bank_details_confirm")[-1])
    world.keep("bank-account", own, account)
    world.keep("bank-link", own, account, token=links["confirmer"])


def _past(world: World, now: dt.datetime) -> None:
    """What happened to Awa's account while Moussa held it."""
    account = world.cast.account
    deliver_entry(
        account, "rent", 81_562, THEN.last_day, label=world.word("Past", "Ledger"),
        period=THEN.first_day,
    )  # fmt: skip
    deliver_entry(account, "payment", -81_562, THEN.next().first_day, rail="transfer")
    deliver_notice(account, THEN, number=world.word("Past", "Notice"))
    billing.publish_period(period=THEN, actor=SYSTEM, now=now)
    receipts.follow(code=account.code, now=now)
    settlement = deliver_settlement(
        account, number="RC2020-C1", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31),
        issue_on=dt.date(2021, 5, 3), due_month=dt.date(2021, 5, 1),
    )  # fmt: skip
    settlement.lines.update(label=world.word("Past", "Settlement"))
    document = _document(
        account, world.word("Past", "Document"), now, issued_on=dt.date(2020, 5, 4)
    )
    notice = RentNotice.objects.get(tenant_account=account, period=THEN.first_day)
    receipt = Receipt.objects.get(kind="quittance", period=THEN.first_day)
    _drawn(notice, receipt, settlement, now)
    world.keep("notice", "Past", notice)
    world.keep("receipt", "Past", receipt)
    world.keep("settlement", "Past", settlement)
    world.keep("document", "Past", document, page_no=1)
    world.keep("account", "Past", account)


def _of_yanis(world: World, now: dt.datetime) -> None:
    """What Yanis keeps to himself, though he holds the same account."""
    cast = dataclasses.replace(world.cast, awa=world.cast.yanis, awa_user=world.cast.yanis_user)
    wanted = asked(cast, now, precision=world.word("Yanis", "Asked"))
    paper = deposited(cast, now, wanted, precision="")
    found = thread(
        cast, now, title=world.word("Yanis", "Message"), text=world.word("Yanis", "Message")
    )
    world.keep("request", "Yanis", wanted)
    world.keep("paper", "Yanis", paper)
    world.keep("thread", "Yanis", found, verb="noter")


def _of_everybody(world: World, now: dt.datetime) -> None:
    """What belongs to no tenant: words of the desk, files of the bank."""
    actor = actor_of(world.cast.administrator.user)
    text = messaging.word_reply_text(title="Accueil", body="Bonjour.", actor=actor, now=now)
    question = messaging.word_question(
        question="Où payer ?", answer="Ici.", keywords="payer", actor=actor, now=now
    )
    world.keep("reply-text", "*", text)
    world.keep("question", "*", question)
    world.keep("reason", "*", "expired", kind="certificate")
    deliver_operations(actor=SYSTEM, now=now)
    world.keep("bank-file", "*", PaymentDelivery.objects.get().number)
    world.keep("bank", "*", "systempay", name="systempay")
    world.keep("opening", "*", "ABCDEFGHJKLM", token="abcdef-123456")
    world.keep("mail-key", "*", "1", uidb36="1", key="abcdef-123456")
    world.keep("section", "*", world.cast.account, key="insurance")
    assert Thread.objects.exists()
