"""From a figure to what it was made of, and what a changed input or rule would make of it."""
