"""System checks: each mistake of an installation is a sentence with its remedy."""
