"""The tenants' site, *Mon compte*: one module a feature, its forms and views together."""
