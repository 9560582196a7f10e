"""The review screen: a document beside the facts to compare, then accept or refuse.

The screen is one for everything that is filed; what differs is an adapter, registered by the
office module of the feature when it is imported:

    class CertificateReview(ReviewAdapter):
        def facts(self, case): …
        def accept(self, case, **decided): return insurance.actions.accept_certificate(…)
        …

    register(Case.Kind.CERTIFICATE, CertificateReview())

A kind that is answered rather than decided, but has a page of its own (a thread of messages,
an identity), registers where its work is done:

    work_at(Case.Kind.MESSAGE, lambda case: reverse("office:thread", args=[…]))

    adapters.py   what an adapter gives, and the registry
    screen.py     ``/agence/demandes/CODE/``: the review of one case
    acts.py       accept, refuse, undo
    pages.py      the pages of a document as images
"""

from palier.office.reviewing.adapters import (
    Acting,
    Agreement,
    Compared,
    Deciding,
    PreviewedDocument,
    ReviewAdapter,
    ReviewFacts,
    adapter_of,
    adapters,
    register,
    row_of,
    work_at,
    workplace_of,
)

__all__ = [
    "Acting",
    "Agreement",
    "Compared",
    "Deciding",
    "PreviewedDocument",
    "ReviewAdapter",
    "ReviewFacts",
    "adapter_of",
    "adapters",
    "register",
    "row_of",
    "work_at",
    "workplace_of",
]
