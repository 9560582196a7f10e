"""Who signs in: users, and the staff among them with their roles and scopes.

Nouns: user (*utilisateur*), staff member (*agent*), advisor (*conseiller*), scope
(*périmètre*: one agency, several, or all).
"""
