"""Rules of the house that a machine can check. A lint exception carries its reason."""
