"""What a form is, as data: variables, sheets, headings per variant, choices, rules."""
