"""Every write about payments.

attempts     start, open the bank's page, come back
answers      record what the bank says, settle, ask again, expire
operations   post the one entry of each movement of money
alerts       put something before the rent accountant
reviews      what a person decides
deliveries   numbered CSV for the ERP, and its acknowledgement
settlements  the bank's settlement file
"""
