"""Bank details and direct debit.

details.py    /mon-profil/coordonnees-bancaires/   the account, its change, its confirmation
contests.py   …/pas-moi/                           « Ce n’était pas moi », signed in or not
debits.py     /prelevement/                        where the rent's direct debit stands
signing.py    /prelevement/signer/                 choose, read, type the code
mandates.py   /prelevement/mandats/                a mandate, its PDF, its instructions
again.py      the password typed again
words.py      states and instructions, in words
"""
