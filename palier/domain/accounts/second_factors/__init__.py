"""What a person shows besides the password, and the ways back when it is lost.

Nouns: passkey (*clé d’accès*), authenticator application (*application
d’authentification*), recovery codes (*codes de secours*), way back (*moyen de revenir*).
The rows are the sign-in library's.
"""
