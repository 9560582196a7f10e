"""The landlord (*bailleur*): who it is, what it has decided, what it last delivered.

Nouns: setting (*réglage*, dated, with its legal reference), delivery (*livraison* of the
ERP), current delivery (the one that people see).
"""
