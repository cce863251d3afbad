"""Word templates filled from the marts: the year's report, notes, covering letters, the page for who signs."""
