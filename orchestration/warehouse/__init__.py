"""The warehouse: what is landed in the work file and what is published from it."""
