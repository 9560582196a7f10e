"""E-mails (*e-mails*): an outbox written in the transaction of the change, sent by a job.

Nouns: letter (*e-mail*), outbox (*boîte d'envoi*). No amount, no link to pay, ever.
"""
