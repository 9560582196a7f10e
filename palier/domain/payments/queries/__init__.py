"""Every read about payments.

concerns   what a person must know before paying
history    what a tenant may see of payments, and receipts
desk       what the rent accountant sees: reviews, days, deliveries
"""
