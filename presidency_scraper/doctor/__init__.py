"""``doctor``: tries a few pages of each edition and says field by field what was read.

``planning`` says what is tried; ``asking`` fetches it, with the middlewares of ``watching``.
``judging`` judges what came by ``listings``, ``articles`` and ``comparing``; ``unread`` looks at
pages that cannot be read; ``verdict`` sums up. ``telling`` writes it all for people and programs,
``saving`` keeps the pages. Needs no database and no archive.
"""
