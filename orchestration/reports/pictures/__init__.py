"""Pictures of the report, drawn for grey print: SVG for pages, PNG for Word, words for who cannot see them."""
