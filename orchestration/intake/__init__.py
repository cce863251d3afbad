"""A file as it was sent -> checked rows with provenance, and what was set aside. Personal data stop here."""
