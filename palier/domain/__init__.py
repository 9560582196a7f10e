"""What Palier is about: one room for each business subject, in floors of their own."""
