"""The names of everything Palier records, room by room."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from palier.domain.audit.catalogue import (
    about_banking,
    about_money,
    about_people,
    about_requests,
)

_SENTENCES = (
    about_people.SENTENCES
    | about_requests.SENTENCES
    | about_money.SENTENCES
    | about_banking.SENTENCES
)


class Event(StrEnum):
    """The catalogue. Value: a stable name, never renamed: the trail holds it for years."""

    @property
    def tenant_sentence(self) -> Any:
        """Give what the tenants read; empty when the event is for the staff alone."""
        return _SENTENCES[self.value][0]

    @property
    def staff_sentence(self) -> Any:
        """Give what the staff read."""
        return _SENTENCES[self.value][-1]

    @property
    def room(self) -> str:
        """Give the room that records it: ``payments``."""
        return self.value.partition(".")[0]

    @property
    def is_look(self) -> bool:
        """Tell whether somebody only looked."""
        return self.value.endswith(("_seen", ".seen", "_read", ".read"))

    # accounts
    USER_CREATED = "accounts.user_created"
    STAFF_CREATED = "accounts.staff_created"
    STAFF_ENDED = "accounts.staff_ended"
    SIGNED_IN = "accounts.signed_in"
    SIGN_IN_FAILED = "accounts.sign_in_failed"
    SIGNED_OUT = "accounts.signed_out"
    PASSWORD_RESET_ASKED = "accounts.password_reset_asked"  # noqa: S105  a name
    PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105  a name
    SECOND_FACTOR_ADDED = "accounts.second_factor_added"
    SECOND_FACTOR_REMOVED = "accounts.second_factor_removed"
    SECOND_FACTOR_REFUSED = "accounts.second_factor_refused"
    EMAIL_CHANGED = "accounts.email_changed"
    LANGUAGE_CHOSEN = "accounts.language_chosen"
    SHUT_OUT = "accounts.shut_out"
    TRIES_TOLD = "accounts.tries_told"
    SESSION_CLOSED = "accounts.session_closed"
    OTHER_SESSIONS_CLOSED = "accounts.other_sessions_closed"
    SESSIONS_ENDED = "accounts.sessions_ended"
    EVERYBODY_SIGNED_OUT = "accounts.everybody_signed_out"
    PASSKEY_RENAMED = "accounts.passkey_renamed"
    SECOND_FACTORS_FORGOTTEN = "accounts.second_factors_forgotten"
    SECOND_FACTORS_RESEALED = "accounts.second_factors_resealed"
    STAFF_IDENTIFIED = "accounts.staff_identified"
    STAFF_RECOGNISED = "accounts.staff_recognised"
    SINGLE_SIGN_ON_REFUSED = "accounts.single_sign_on_refused"

    # access
    OPENING_ASKED = "access.opening_asked"
    EMAIL_CONFIRMED = "access.email_confirmed"
    PERSON_CLAIMED = "access.person_claimed"
    PROOF_CODE_SENT = "access.proof_code_sent"
    PROOF_LETTER_ASKED = "access.proof_letter_asked"
    PROOF_LETTER_ISSUED = "access.proof_letter_issued"
    PROOF_CODE_REFUSED = "access.proof_code_refused"
    PROOF_CODE_SPENT = "access.proof_code_spent"
    ACCOUNT_OPENED = "access.account_opened"
    CLAIM_REFUSED = "access.claim_refused"
    ACCESS_ENDED = "access.ended"
    EMAIL_ASKED = "access.email_asked"
    EMAIL_TOLD = "access.email_told"
    RECOVERY_STARTED = "access.recovery_started"
    RECOVERY_REFUSED = "access.recovery_refused"
    RECOVERY_SECONDED = "access.recovery_seconded"
    RECOVERY_CODE_REFUSED = "access.recovery_code_refused"
    RECOVERY_USED = "access.recovery_used"
    RECOVERY_STOPPED = "access.recovery_stopped"
    RECOVERY_DEAD = "access.recovery_dead"
    DELEGATE_INVITED = "access.delegate_invited"
    DELEGATE_ACCEPTED = "access.delegate_accepted"
    DELEGATE_CAME = "access.delegate_came"
    DELEGATION_RENEWED = "access.delegation_renewed"
    DELEGATION_ENDED = "access.delegation_ended"
    GUARDIAN_RECORDED = "access.guardian_recorded"
    GUARDIAN_VALIDATED = "access.guardian_validated"

    # tenancy
    DETAILS_CONFIRMED = "tenancy.details_confirmed"
    HOLDING_ENDED = "tenancy.holding_ended"

    # exchange
    DELIVERY_REFUSED = "exchange.delivery_refused"
    DELIVERY_APPLIED = "exchange.delivery_applied"

    # office
    TENANT_FILE_SEEN = "office.tenant_file_seen"
    TENANT_SEARCHED = "office.tenant_searched"
    TRAIL_SEEN = "office.trail_seen"
    TRAIL_SEARCHED = "office.trail_searched"
    SESSIONS_SEEN = "office.sessions_seen"
    IDENTITY_CHECK_SEEN = "office.identity_check_seen"
    IDENTITY_CHECK_FAILED = "office.identity_check_failed"
    IDENTITY_CHECK_PASSED = "office.identity_check_passed"

    # audit
    TRACES_FORGOTTEN = "audit.traces_forgotten"
    TRAIL_ANCHORED = "audit.anchored"

    # rights
    EXPORT_ASKED = "rights.export_asked"
    EXPORT_PREPARED = "rights.export_prepared"
    EXPORT_DOWNLOADED = "rights.export_downloaded"
    CLOSING_ASKED = "rights.closing_asked"
    CLOSING_CANCELLED = "rights.closing_cancelled"
    ACCOUNT_CLOSED = "rights.account_closed"
    RETENTION_APPLIED = "rights.retention_applied"

    # casework
    CASE_OPENED = "casework.opened"
    CASE_SEEN = "casework.seen"
    CASE_COMPLETED = "casework.completed"
    CASE_TAKEN = "casework.taken"
    CASE_RELEASED = "casework.released"
    CASE_ANSWERED = "casework.answered"
    CASE_TRANSFERRED = "casework.transferred"
    CASE_CLOSED = "casework.closed"
    CASE_REOPENED = "casework.reopened"
    CASE_ACCEPTED = "casework.accepted"
    CASE_REFUSED = "casework.refused"
    CASE_DECISION_UNDONE = "casework.decision_undone"
    REASON_WORDED = "casework.reason_worded"

    # payments
    PAYMENT_STARTED = "payments.started"
    PAYMENT_RECEIVED = "payments.received"
    PAYMENT_WAITING = "payments.waiting"
    PAYMENT_REFUSED = "payments.refused"
    PAYMENT_ABANDONED = "payments.abandoned"
    PAYMENT_EXPIRED = "payments.expired"
    PAYMENT_CANCELLED = "payments.cancelled"
    PAYMENT_UNDER_REVIEW = "payments.under_review"
    PAYMENT_NOT_OPENED = "payments.not_opened"
    PAYMENT_REFUNDED = "payments.refunded"
    PAYMENT_REFUND_CANCELLED = "payments.refund_cancelled"
    PAYMENT_CHARGED_BACK = "payments.charged_back"
    PAYMENT_RECEIPT_READ = "payments.receipt_read"
    PAYMENT_REVIEW_OPENED = "payments.review_opened"
    PAYMENT_REVIEW_CLOSED = "payments.review_closed"
    PAYMENT_REVIEW_SEEN = "payments.review_seen"
    PAYMENT_ATTRIBUTED = "payments.attributed"
    PAYMENTS_DELIVERED = "payments.delivered"
    PAYMENTS_ACKNOWLEDGED = "payments.acknowledged"
    SETTLEMENT_IMPORTED = "payments.settlement_imported"

    # messaging
    AGENCY_WROTE = "messaging.agency_wrote"
    EXCHANGE_NOTED = "messaging.exchange_noted"
    NOTICE_SENT = "messaging.notice_sent"
    THREAD_SHARED = "messaging.thread_shared"
    THREAD_UNSHARED = "messaging.thread_unshared"
    THREAD_SEEN = "messaging.thread_seen"
    ATTACHMENT_SEEN = "messaging.attachment_seen"
    REPLY_TEXT_WORDED = "messaging.reply_text_worded"
    QUESTION_WORDED = "messaging.question_worded"
    MESSAGE_DELAYS_DECIDED = "messaging.delays_decided"

    # documents
    DOCUMENT_ADDED = "documents.added"
    DOCUMENT_SEEN = "documents.seen"
    DOCUMENT_ERASED = "documents.erased"
    FILE_CHECKED = "documents.file_checked"
    FILE_REFUSED = "documents.file_refused"
    DEPOSIT_ACKNOWLEDGED = "documents.deposit_acknowledged"

    # insurance
    CERTIFICATE_DEPOSITED = "insurance.certificate_deposited"
    CERTIFICATE_ACCEPTED = "insurance.certificate_accepted"
    CERTIFICATE_REFUSED = "insurance.certificate_refused"
    CERTIFICATE_REPLACED = "insurance.certificate_replaced"
    CERTIFICATE_STOPPED = "insurance.certificate_stopped"
    CERTIFICATE_REVIEWED_AGAIN = "insurance.certificate_reviewed_again"
    INSURANCE_REMINDED = "insurance.reminded"
    FORMAL_DEMAND_ISSUED = "insurance.formal_demand_issued"
    FORMAL_DEMAND_CANCELLED = "insurance.formal_demand_cancelled"
    FORMAL_DEMAND_STANDS_AGAIN = "insurance.formal_demand_stands_again"

    # contact_details
    CONTACT_CHANGED = "contact_details.changed"
    CONTACT_SENT = "contact_details.sent"
    CONTACT_TAKEN = "contact_details.taken"
    CONTACT_REFUSED = "contact_details.refused"
    CONTACT_DISPUTED = "contact_details.disputed"
    CONTACT_KEPT = "contact_details.kept"
    CONTACT_DELIVERED = "contact_details.delivered"
    CONTACT_ACKNOWLEDGED = "contact_details.acknowledged"
    EMAIL_CHANGE_ASKED = "contact_details.email_asked"
    EMAIL_CHANGE_CONFIRMED = "contact_details.email_confirmed"
    EMAIL_CHANGE_STOPPED = "contact_details.email_stopped"
    EMAIL_CHANGE_EXPIRED = "contact_details.email_expired"
    EMAIL_CHANGE_DONE = "contact_details.email_done"
    EMAIL_CHANGE_CHECKED = "contact_details.email_checked"
    EMAIL_CHANGE_APPROVED = "contact_details.email_approved"
    EMAIL_LETTER_PRINTED = "contact_details.email_letter_printed"
    EMAIL_CODE_REFUSED = "contact_details.email_code_refused"
    NOTICES_ONLINE = "contact_details.notices_online"
    NOTICES_ON_PAPER = "contact_details.notices_on_paper"
    CONTACT_SEEN = "contact_details.seen"

    # mail
    PREFERENCE_CHANGED = "mail.preference_changed"

    # landlord
    WARNING_PUBLISHED = "landlord.warning_published"
    WARNING_WITHDRAWN = "landlord.warning_withdrawn"

    # banking
    BANK_DETAILS_PROPOSED = "banking.details_proposed"
    BANK_DETAILS_CONFIRMED = "banking.details_confirmed"
    BANK_DETAILS_TO_REVIEW = "banking.details_to_review"
    BANK_DETAILS_FIRST_EYES = "banking.details_first_eyes"
    BANK_DETAILS_ACCEPTED = "banking.details_accepted"
    BANK_DETAILS_REFUSED = "banking.details_refused"
    BANK_DETAILS_REVIEWED_AGAIN = "banking.details_reviewed_again"
    BANK_DETAILS_CONTESTED = "banking.details_contested"
    BANK_DETAILS_FROZEN = "banking.details_frozen"
    BANK_DETAILS_REPLACED = "banking.details_replaced"
    BANK_DETAILS_EXPIRED = "banking.details_expired"
    BANK_DETAILS_WITHDRAWN = "banking.details_withdrawn"
    BANK_DETAILS_SEEN = "banking.details_seen"
    MANDATE_STARTED = "banking.mandate_started"
    SIGNING_CODE_SENT = "banking.signing_code_sent"
    SIGNING_CODE_WRONG = "banking.signing_code_wrong"
    MANDATE_SIGNED = "banking.mandate_signed"
    MANDATE_PAUSED = "banking.mandate_paused"
    MANDATE_RESUMED = "banking.mandate_resumed"
    MANDATE_DAY_CHANGED = "banking.mandate_day_changed"
    MANDATE_STOPPED = "banking.mandate_stopped"
    AMENDMENT_STARTED = "banking.amendment_started"
    MANDATE_AMENDED = "banking.mandate_amended"
    MANDATE_LEFT = "banking.mandate_left"
    MANDATE_FOLLOWED = "banking.mandate_followed"
    MANDATE_EXPIRED = "banking.mandate_expired"
    DEBITS_DELIVERED = "banking.debits_delivered"
    MANDATES_DELIVERED = "banking.mandates_delivered"
    MANDATES_ACKNOWLEDGED = "banking.mandates_acknowledged"
    ACCOUNTS_DELIVERED = "banking.accounts_delivered"
    ACCOUNTS_ACKNOWLEDGED = "banking.accounts_acknowledged"
    BANK_KEYS_ROTATED = "banking.keys_rotated"

    # household
    HOUSEHOLD_DECLARED = "household.declared"
    HOUSEHOLD_WITHDRAWN = "household.withdrawn"
    HOUSEHOLD_ACCEPTED = "household.accepted"
    HOUSEHOLD_REFUSED = "household.refused"
    HOUSEHOLD_REVIEWED_AGAIN = "household.reviewed_again"
    HOUSEHOLD_RECORDED = "household.recorded"
    HOUSEHOLD_NOT_RECORDED = "household.not_recorded"
    HOUSEHOLD_STOPPED = "household.stopped"
    HOUSEHOLD_SEEN = "household.seen"
    HOUSEHOLD_DELIVERED = "household.delivered"
    HOUSEHOLD_ACKNOWLEDGED = "household.acknowledged"
    PROTECTION_SET = "household.protection_set"
    PROTECTION_LIFTED = "household.protection_lifted"

    # papers
    PAPER_ASKED = "papers.asked"
    PAPER_ASKING_CANCELLED = "papers.asking_cancelled"
    PAPER_REMINDED = "papers.reminded"
    PAPER_DEPOSITED = "papers.deposited"
    PAPER_ACCEPTED = "papers.accepted"
    PAPER_REFUSED = "papers.refused"
    PAPER_REVIEWED_AGAIN = "papers.reviewed_again"
    PAPER_REPLACED = "papers.replaced"
    PAPER_WITHDRAWN = "papers.withdrawn"
    PAPER_STOPPED = "papers.stopped"
    PAPER_SHARED = "papers.shared"
    PAPER_UNSHARED = "papers.unshared"
    PAPER_IMPEDIMENT_SAID = "papers.impediment_said"
    PAPER_REQUEST_MOVED = "papers.request_moved"
    PAPERS_SEEN = "papers.seen"

    # ledger
    ENTRY_POSTED = "ledger.entry_posted"
    ENTRY_REVERSED = "ledger.entry_reversed"

    # billing
    PERIOD_PUBLISHED = "billing.period_published"

    # receipts
    RECEIPTS_AGREED = "receipts.agreed"
    RECEIPTS_DECLINED = "receipts.declined"
    RECEIPT_ISSUED = "receipts.issued"
    RECEIPT_VOIDED = "receipts.voided"
