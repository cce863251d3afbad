"""How many rows a table has and the hash of them all, in SQL: tables with the same rows in any order have the same."""

# to be asked of a table `as held`; another version of DuckDB may hash otherwise
HASHED = "count(*), coalesce(sum(hash(held)::hugeint), 0)::varchar"
