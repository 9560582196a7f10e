"""Conversations between tenants and the agencies: one thread a subject, kept whole.

Nouns: thread (*conversation*: who writes, about which topic, who else may read it), message
(*message*: written by either side, a call or a visit that an advisor notes, a notice of another
room, or an event such as a transfer), attachment (*pièce jointe*), draft (*brouillon*), reading
(*lu le…*), reply text (*modèle de réponse*), question (*question fréquente*).

What the agency owes (queue, promise, who follows it) is the thread's case, in ``casework``;
this room lies above it, because a message and its promise are written in one transaction.
A thread that only informs has no case: the first answer of the tenant opens one.

A person's threads are theirs alone, unless they share one with a named co-holder.

Another room tells a tenant something, in the transaction of what happened:

    notify(
        tenant_account=account, person=None,      # None: the present holders, in one thread
        topic=Topic.INSURANCE, title=…, text=…,   # in the reader's language
        about=lease,                              # next notices about it join the same thread
        key=f"insurance-missing:{lease.code}",   # told once, whatever runs twice
        letter=True,                              # an e-mail announces it, without its content
        actor=actor, now=now,
    )

What an advisor accepts or refuses (``casework.Decision``) needs no such call: the job that
announces it puts the reason and what to do into the thread about that row (``tell_decision``).
"""
