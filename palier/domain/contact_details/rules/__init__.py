"""Pure decisions: reading a telephone number, writing an address, who wins, the ERP's files."""
