"""Programs for those who work on Palier; none is needed to serve it."""
