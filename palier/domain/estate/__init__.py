"""The stock (*patrimoine*): agencies, residences, dwellings and annexes.

Nouns: agency (*agence*), residence (*résidence*), dwelling (*logement*), annex (*annexe*:
cellar, box, parking).
"""
