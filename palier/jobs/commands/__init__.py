"""Groups of the command line, one file each; a file exposes ``register(group)``."""
