"""The agencies' site, at ``/agence/``: the same anatomy as the portal."""
