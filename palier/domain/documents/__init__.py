"""The vault (*coffre*): every file once, by content hash; documents say whose and why.

Nouns: stored file (*fichier*), document (*document*, with its kind, owner, visibility).
"""
