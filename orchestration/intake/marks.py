"""What a workbook says of its cells beside their values, as the readers of all formats tell it."""

FORMULA, ERROR, SHARE = "formula_without_value", "cell_error", "share_typed"  # rules of rules.csv
Place = tuple[int, int]  # row and column counted from zero
Marks = dict[Place, str]  # the rule of each doubtful cell
Range = tuple[Place, Place]  # the first and the last cell of a merged range
