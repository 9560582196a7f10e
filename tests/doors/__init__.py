"""Every address tried by everybody it is not for, generated from the map of addresses."""
