"""Who rents what: persons, tenant accounts, leases, and the dated roles between them.

Nouns: person (*personne*), tenant account (*compte locataire*, named by its *référence
client*), holder (*titulaire*), lease (*bail*), household member (*membre du foyer*).
"""
