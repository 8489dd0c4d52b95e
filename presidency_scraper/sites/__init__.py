"""All knowledge of a site; a site is a folder here, whose ``SITE`` is handed to what reads it."""
