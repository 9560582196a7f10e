"""When a session ends, and how a browser is called in plain words. Pure."""
