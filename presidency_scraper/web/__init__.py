"""The database in a browser: Datasette, with pages for reading, searching and looking at figures.

Read only, and without any host but its own. ``presidency serve`` starts it.
"""

#: The name of the database in addresses, whatever its file is called.
NAME = "presidency"
