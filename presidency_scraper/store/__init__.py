"""The database: the only place with SQL. Knows tables, and neither pages nor the network."""
