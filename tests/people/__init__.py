"""Marked names and document numbers: planted wherever a sender may leave one, looked for in every byte that is written."""
