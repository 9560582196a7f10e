"""Once a year, what was paid in advance for charges is compared with what they cost.

Nouns: settlement (*régularisation de charges*: the *décompte* of one account for one year, as
the ERP delivers it; another content under a number is a new version), settlement line (one
nature of charge: provisions, real charges of the building, distribution key, share, difference).

The décompte explains; the account alone says what is owed. Its papers stay open for six months
(loi 89-462 du 6 juillet 1989, art. 23; CCH, art. L. 442-3).
"""
