"""The ground floor: money, periods, codes, locks, errors, files, PDF. No business here."""
