"""``doctor``: tries a few pages of each edition and says field by field what was read.

``visit_plan`` says what is tried; ``visit`` fetches it, with the middlewares of ``recorder``.
``judgement`` judges what came by ``page_checks``, looks at pages that cannot be read by
``unread_pages``, and sums up. ``findings_text`` writes it all for people and programs,
``saved_pages`` keeps the pages. ``layout_samples`` takes them from there or from the visit for
the draft of a layout, which ``draft_text`` writes. Needs no database and no archive.
"""
