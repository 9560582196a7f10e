"""Journeys in a real Chromium, on the sample landlord served by ``palier serve``."""
