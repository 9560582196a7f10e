"""How long each sort of data is kept, why, and by which text: one table, obeyed by one job.

rules.py       a rule; what the landlord has approved
catalogue.py   the table
finding.py     what is due of what no other room looks for

Nothing that the law or the landlord's counsel has to weigh is erased before the landlord has
approved it by name (setting ``retention_approved``); until then it is only counted.
"""
