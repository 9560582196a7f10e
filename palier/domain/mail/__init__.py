"""E-mails (*courriels*): an outbox written in the transaction of the change, sent by a job.

Nouns: letter (*courriel*), outbox (*boîte d'envoi*). No amount, no link to pay, ever.
"""
