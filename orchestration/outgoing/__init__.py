"""What goes out to the municipalities: blank forms, and their workbooks back with all that is wrong with them."""
