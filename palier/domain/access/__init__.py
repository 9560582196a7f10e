"""Getting in: opening an account, proving who one is, and what each person may then see.

Nouns: person link (*rattachement* of a user to a person), second proof (*seconde preuve*),
account view (what one person sees of one tenant account, and for which period), recovery
(*accès redonné* by the agency), takeover (*espace repris* with another address).
"""
