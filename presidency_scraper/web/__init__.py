"""The database in a browser: Datasette, with pages for reading, searching and looking at figures.

Read only, and without any host but its own. ``presidency serve`` starts it.
"""
