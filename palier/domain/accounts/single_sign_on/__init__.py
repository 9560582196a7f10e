"""Staff who sign in with the landlord's own directory (OpenID Connect).

Nouns: directory (*annuaire*), provider (*fournisseur d’identité*), identity, directory
identifier (*identifiant d’annuaire*). Nobody becomes staff by signing in: an identity is
matched to a member of the staff who exists already, or refused.
"""
