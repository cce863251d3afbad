"""Marts into the report's tables: Russian wording, the printed table as a model, and its writers."""
