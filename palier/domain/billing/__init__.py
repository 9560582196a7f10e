"""What is asked for each month: the avis d'échéance, explained line by line.

Nouns: notice header and billing line (as the ERP delivers them; they never post), rent
notice (*avis d'échéance*: the published, frozen, numbered, versioned snapshot).
"""
