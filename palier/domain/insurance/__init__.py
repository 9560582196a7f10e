"""Home insurance (*assurance habitation*): certificates, their review, reminders, formal demands.

The tenant proves the insurance when the keys are handed over, then each year when the landlord
asks (loi 89-462 du 6 juillet 1989, art. 7 g).

Nouns: certificate (*attestation*: one deposit; never erased), cover (*couverture*: until when a
dwelling is insured, from the accepted certificates), reading (*lecture*: what the text of the
file says, proposed and never imposed), hint (*remarque*: a likely problem, said gently; refuses
nothing), reminder (*rappel*), formal demand (*mise en demeure*: an act of the staff).

    rules/cover.py      state at a glance, first deposit or renewal, the year it answers for
    rules/reminders.py  which reminder is due
    rules/reading/      what a text says: insurer, number, dates, who, where, what it is
    rules/hints.py      likely problems
    actions/            deposits · decisions · readings · reminders · demands
    demand_letter.py    the words of the formal demand, for its page and its PDF
"""
