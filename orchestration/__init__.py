"""From the files that a region sends to its report tables, with every figure traceable to its cells."""
