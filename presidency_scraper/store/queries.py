"""The questions asked of the database, as SQL; what is answered stands in ``reads``."""

#: What others captured says nothing of how far the site was walked, nor of what it shows today.
_OTHERS = "IN (SELECT id FROM captures WHERE source IS NOT NULL)"
_CRAWLED = f"NOT {_OTHERS}"

WALKS = """
SELECT segment, head, tail, next_page, ended FROM walks
WHERE listing = :listing AND (:run IS NULL OR run_id < :run) ORDER BY run_id DESC, segment
"""

#: What listings showed of an article. The schema is named in the order to look into it.
_SHOWN = """entries e CROSS JOIN listing_entries s ON s.entry_id = e.id
    CROSS JOIN listing_pages p ON p.capture_id = s.capture_id
    CROSS JOIN captures c ON c.id = s.capture_id"""

#: Whether a listing never showed one of some ids.
UNSIGHTED = f"""
SELECT 1 FROM json_each(:ids) asked WHERE NOT EXISTS (
    SELECT 1 FROM {_SHOWN}
    WHERE e.article_id = asked.value AND p.listing = :listing
      AND (:run IS NULL OR c.run_id < :run) AND c.source IS NULL)
LIMIT 1
"""  # noqa: S608  built from the text above

#: Whether a listing ever showed an article.
SIGHTED = """
SELECT 1 FROM listing_pages p JOIN captures c ON c.id = p.capture_id
WHERE p.listing = :listing AND (:run IS NULL OR c.run_id < :run) AND c.source IS NULL LIMIT 1
"""

#: How many articles a listing ever showed.
SIGHTED_COUNT = """
SELECT count(DISTINCT s.article_id) FROM sightings s JOIN captures c ON c.id = s.capture_id
WHERE s.listing = :listing AND (:run IS NULL OR c.run_id < :run) AND c.source IS NULL
"""

#: How many entries each page of a listing showed last. Captures are numbered run by run; each page
#: is looked up by itself, since a first page has one for each night.
PAGE_SIZES = f"""
WITH RECURSIVE pages (page) AS (
    SELECT min(page) FROM listing_pages WHERE listing = :listing
    UNION ALL
    SELECT (SELECT min(page) FROM listing_pages WHERE listing = :listing AND page > pages.page)
    FROM pages WHERE page IS NOT NULL)
SELECT page, count(*)
FROM pages JOIN listing_entries e ON e.capture_id = (
    SELECT max(capture_id) FROM listing_pages p
    WHERE p.listing = :listing AND p.page = pages.page AND capture_id {_CRAWLED}
      AND capture_id < coalesce(
          (SELECT id FROM captures WHERE run_id >= :run ORDER BY run_id, id LIMIT 1), 1 << 62))
GROUP BY page
"""  # noqa: S608  built from the text above

#: The addresses of a listing's pages of which a walk reported that none of their entries can be
#: seen, and which showed none since.
REPORTED = """
SELECT DISTINCT c.url FROM problems p CROSS JOIN captures c ON c.id = p.capture_id
WHERE c.source IS NULL AND (:run IS NULL OR p.run_id < :run)
  AND substr(p.message, 1, length(:listing) + 2) = :listing || ': '
  AND NOT EXISTS (
    SELECT 1 FROM captures later CROSS JOIN listing_pages s ON s.capture_id = later.id
    WHERE later.url = c.url AND later.id >= c.id AND (:run IS NULL OR later.run_id < :run))
"""
_HOLES = REPORTED.replace(":listing", "w.listing").replace(":run", "NULL")

#: Whether no walk of one listing ended since the run in which another first showed its newest, or
#: the newest one did not end. What was shown since is little, and looked at first.
IS_BEHIND = f"""
SELECT coalesce((SELECT ended IS NULL FROM walks WHERE listing = :part
                 ORDER BY run_id DESC, segment LIMIT 1), 1)
    OR EXISTS (
        SELECT 1 FROM captures late CROSS JOIN listing_pages page ON page.capture_id = late.id
        CROSS JOIN listing_entries shown ON shown.capture_id = late.id
        CROSS JOIN entries entry ON entry.id = shown.entry_id
        WHERE late.run_id > ended.run AND late.source IS NULL AND page.listing = :whole
          AND NOT EXISTS (
            SELECT 1 FROM {_SHOWN}
            WHERE e.article_id = entry.article_id AND p.listing = :whole
              AND c.run_id <= ended.run AND c.source IS NULL))
FROM (SELECT coalesce(max(run_id), 0) AS run FROM walks
      WHERE listing = :part AND ended IS NOT NULL) ended
"""  # noqa: S608  built from the text above

KNOWN_RUN = "SELECT 1 FROM runs WHERE id = ? AND started_at = ?"

ROBOTS = "SELECT body FROM robots WHERE origin = ? AND fetched_at BETWEEN ? AND ?"

#: Whether a time that something is asked for by lies ahead: then a clock is wrong, or was.
IS_AHEAD = """
SELECT EXISTS (SELECT 1 FROM articles WHERE last_checked_at > :at)
    OR EXISTS (SELECT 1 FROM robots WHERE fetched_at > :at)
"""

#: Whether the first pages of a run were judged, and how.
QUARANTINE = """
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM problems p JOIN captures c ON c.id = p.capture_id
                 WHERE p.run_id = :run AND p.kind = 'drift' AND c.outcome = 'unreadable')
        THEN 'failed'
    WHEN EXISTS (SELECT 1 FROM problems WHERE run_id = :run AND kind = 'drift')
        THEN 'misses failed'
    WHEN EXISTS (SELECT 1 FROM captures WHERE run_id = :run AND outcome = 'article') THEN 'passed'
END
"""

COUNTS = "SELECT layout, field, pages, found FROM run_fields WHERE run_id = ?"

#: What the ten newest runs before one counted on an edition, but for those below a floor. Without
#: an edition that of the run.
EARLIER_COUNTS = """
SELECT layout, field, sum(pages), sum(found) FROM run_fields
WHERE run_id IN (
    SELECT id FROM runs r
    WHERE (:run IS NULL OR id < :run)
      AND EXISTS (
        SELECT 1 FROM run_fields WHERE run_id = r.id AND edition = coalesce(
            :edition, (SELECT edition FROM run_fields WHERE run_id = :run LIMIT 1)))
      AND NOT EXISTS (SELECT 1 FROM problems WHERE run_id = r.id AND kind = 'drift')
    ORDER BY id DESC LIMIT 10)
GROUP BY layout, field
"""

WAS_UNREADABLE = """
SELECT outcome = 'unreadable' AND NOT EXISTS (
    SELECT 1 FROM problems WHERE capture_id = captures.id AND kind = 'drift') FROM captures
WHERE article_id = :id AND (:run IS NULL OR run_id < :run) AND outcome <> 'failed'
  AND source IS NULL
ORDER BY id DESC LIMIT 1
"""

#: What a listing of a crawl printed of an article before a capture.
ANNOUNCED = f"""
SELECT published_at, published_raw, headline FROM sightings
WHERE article_id = :id AND capture_id < :before AND published_at IS NOT NULL
  AND capture_id {_CRAWLED}
ORDER BY capture_id DESC LIMIT 1
"""  # noqa: S608  built from the text above

#: Another stored article with the same headline, date and text.
TWIN = """
SELECT id FROM articles
WHERE published_at = :published_at AND headline = :headline AND body = :body
  AND language = :language AND id <> :id
LIMIT 1
"""

LAST_RUN = """
SELECT run_id, warc_file, id FROM captures
WHERE run_id = (SELECT max(run_id) FROM captures) AND warc_file IS NOT NULL ORDER BY id LIMIT 1
"""

LAST_PLACE = """
SELECT warc_file, warc_offset FROM captures
WHERE url = ? AND digest IS NOT NULL AND warc_file IS NOT NULL ORDER BY id DESC LIMIT 1
"""

#: In so many runs a page that cannot be read is asked for again at once; then every other day, and
#: so on by doubling, up to once in so many days.
PATIENT_RUNS, MOST_DAYS = 3, 32

#: A shell or a 404 settles an article until a listing announces it again. What others captured is
#: asked for once, if it was not since; what a crawl saw as well, by that alone. What is not stored
#: is little and comes first: a listing showed the rest night by night.
PENDING = f"""
WITH unstored AS MATERIALIZED (
    SELECT id, article_id FROM entries WHERE article_id NOT IN (SELECT id FROM articles)
), newest AS (
    SELECT article_id, NULL AS others_at, max((
        SELECT capture_id FROM listing_entries WHERE entry_id = e.id AND capture_id {_CRAWLED}
        ORDER BY capture_id DESC LIMIT 1)) AS capture_id
    FROM unstored e GROUP BY article_id
    UNION ALL
    SELECT e.article_id, max(c.captured_at), c.id
    FROM unstored e CROSS JOIN listing_entries s ON s.entry_id = e.id
    CROSS JOIN captures c ON c.id = s.capture_id
    WHERE +s.capture_id {_OTHERS} GROUP BY e.article_id
)
SELECT s.article_id, s.url, s.published_at
FROM sightings s
JOIN newest ON newest.article_id = s.article_id AND newest.capture_id = s.capture_id
LEFT JOIN (
    SELECT article_id, count(DISTINCT run_id) AS runs,
           max(iif(captured_at <= :at, captured_at, NULL)) AS last FROM captures
    WHERE article_id IN (SELECT article_id FROM unstored) AND outcome = 'unreadable'
    GROUP BY article_id) bad ON bad.article_id = s.article_id
WHERE (bad.last IS NULL OR bad.runs <= {PATIENT_RUNS}  -- what lies ahead holds nothing up
       OR julianday(:at) - julianday(bad.last)
          >= min({MOST_DAYS}, 1 << min(bad.runs - {PATIENT_RUNS}, 10)))
  AND NOT EXISTS (
    SELECT 1 FROM captures c
    WHERE c.article_id = s.article_id AND c.outcome IN ('shell', 'missing') AND c.source IS NULL
      AND iif(newest.others_at IS NULL, c.id > s.capture_id, c.captured_at > newest.others_at))
GROUP BY s.article_id
ORDER BY max(s.published_at) DESC, s.article_id DESC
"""  # noqa: S608  built from the numbers above

#: How long after a check an article is due again, by its age: (younger than, hours). The last
#: one is for all older ones.
SCHEDULE = ((2, 6), (14, 24), (90, 7 * 24), (365, 30 * 24), (None, 180 * 24))
#: And one that is gone, which may come back.
GONE_HOURS = 30 * 24
#: A check is late when its time is past by as long as its interval, and by two days: a daily run
#: cannot come every six hours.
LATE_HOURS = 48

_INTERVAL = " ".join(
    f"WHEN julianday(:at) - julianday(published_at) < {days} THEN {hours}"
    for days, hours in SCHEDULE
    if days is not None
)
#: So many checks in a row may rest on the server's word that nothing changed (304).
MOST_SPARED = 3
#: Pages read so lately are looked through for what their teasers print of others.
_LATELY = 1000

#: Whether others print another headline or lead of an article since it was read, other than they
#: did before: what is always printed otherwise is no sign of an edit. Of a listing the newest
#: counts, held against what that listing printed last, or else another. A listing that stays as it
#: is shows an article night by night: so its wordings, which are few, are looked at first, and the
#: rest by ``iif``: an AND in a column has both its sides computed. The "+" says to SQLite that an
#: article has few entries, and a listing thousands of pages.
_BEFORE = (
    "FROM sightings o WHERE o.article_id = a.id AND o.capture_id < a.capture_id"
    f" AND o.capture_id {_CRAWLED}"
)
_LAST = "ORDER BY o.capture_id DESC LIMIT 1"
_OLD_HEADLINE = f"SELECT o.headline {_BEFORE} AND o.headline IS NOT NULL"
_OLD_LEAD = f"SELECT o.lead {_BEFORE} AND o.lead IS NOT NULL"
_NEWEST = f"""
SELECT max(s.capture_id) AS capture_id
FROM entries e CROSS JOIN listing_entries s ON s.entry_id = e.id
CROSS JOIN listing_pages p ON p.capture_id = s.capture_id
WHERE e.article_id = a.id AND s.capture_id > a.capture_id AND s.capture_id {_CRAWLED}
GROUP BY p.listing
"""  # noqa: S608  built from the text above
_IS_DOUBTED = f"""
iif(EXISTS (
    SELECT 1 FROM entries e WHERE e.article_id = a.id
      AND (e.headline <> a.headline
           OR EXISTS (SELECT 1 FROM entries WHERE article_id = a.id AND id <> e.id))),
EXISTS (
    SELECT 1 FROM ({_NEWEST}) newest CROSS JOIN sightings n
    WHERE n.capture_id = newest.capture_id AND n.article_id = a.id
      AND (n.headline <> a.headline AND n.headline <> coalesce(
            ({_OLD_HEADLINE} AND +o.listing = n.listing {_LAST}), ({_OLD_HEADLINE} {_LAST}), '')
       OR n.lead <> coalesce(
            ({_OLD_LEAD} AND +o.listing = n.listing {_LAST}), ({_OLD_LEAD} {_LAST})))), 0)
OR EXISTS (
    SELECT 1 FROM printed n
    WHERE n.target_id = a.id AND n.first > a.capture_id
      AND (n.headline <> a.headline AND NOT EXISTS (
              SELECT 1 FROM said o
              WHERE o.id = a.id AND o.at < a.capture_id AND o.headline = n.headline)
           OR EXISTS (SELECT 1 {_BEFORE} AND o.lead IS NOT NULL) AND n.lead IS NOT NULL
              AND NOT EXISTS (
                  SELECT 1 FROM said o
                  WHERE o.id = a.id AND o.at < a.capture_id AND o.lead = n.lead)))
"""  # noqa: S608  built from the text above

#: What is missed or doubted is to be seen again, not only said to be as it was.
DUE = f"""
WITH said AS NOT MATERIALIZED (
    SELECT article_id AS id, headline, lead, capture_id AS at FROM sightings
    UNION ALL
    SELECT t.target_id, t.headline, t.lead, p.capture_id
    FROM teasers t JOIN articles p ON p.id = t.article_id
), printed AS MATERIALIZED (
    SELECT t.target_id, t.headline, t.lead, min(p.capture_id) AS first
    FROM captures c CROSS JOIN articles p ON p.id = c.article_id AND p.capture_id = c.id
    CROSS JOIN teasers t ON t.article_id = p.id
    WHERE c.id > (SELECT max(id) FROM captures WHERE source IS NULL) - {_LATELY}
      AND c.source IS NULL
    GROUP BY t.target_id, t.headline, t.lead
), checks AS MATERIALIZED (
    SELECT a.id, a.url, a.published_at, iif(c.source IS NULL, c.etag, NULL) AS etag,
           iif(c.source IS NULL, c.last_modified, NULL) AS last_modified,
           a.gone_at IS NOT NULL AS gone,
           missed.article_id IS NOT NULL AS missed,
           {_IS_DOUBTED} AS doubted,
           (SELECT count(*) FROM captures u WHERE u.article_id = a.id AND u.id > a.capture_id
            AND u.outcome = 'unchanged') >= {MOST_SPARED} AS spared,
           (julianday(:at) - julianday(a.last_checked_at)) * 24 AS hours,
           CASE WHEN a.gone_at IS NOT NULL THEN {GONE_HOURS}
                {_INTERVAL} ELSE {SCHEDULE[-1][1]} END AS every
    FROM articles a
    JOIN captures c ON c.id = a.capture_id
    LEFT JOIN absences missed ON missed.article_id = a.id
        AND missed.back_capture_id IS NULL AND missed.gone_at IS NULL
)
SELECT id, url, published_at,
       iif(missed OR gone OR doubted OR spared, NULL, etag),
       iif(missed OR gone OR doubted OR spared, NULL, last_modified),
       coalesce(hours - every >= max(every, {LATE_HOURS}), 0) AS late
FROM checks
WHERE missed OR doubted OR hours >= every
   OR hours < 0 -- a clock was wrong: nobody knows when that was
ORDER BY missed DESC, doubted DESC, abs(1.0 * hours / every) DESC, id
"""  # noqa: S608  built from the numbers above

PARTS = {
    "paragraphs": "SELECT text, speaker FROM paragraphs WHERE article_id = ? ORDER BY position",
    "teasers": (
        "SELECT position, headline, lead, published_at, published_precision, published_raw, url,"
        " target_id FROM teasers WHERE article_id = ? ORDER BY position"
    ),
    "images": "SELECT position, url, caption FROM images WHERE article_id = ? ORDER BY position",
}

BY_SECTION = """
SELECT language, section, count(*) AS articles,
       substr(min(published_at), 1, 10) AS first, substr(max(published_at), 1, 10) AS last
FROM articles GROUP BY language, section ORDER BY language, section
"""

BY_YEAR = """
SELECT CAST(substr(published_at, 1, 4) AS INTEGER) AS year, language, count(*) AS articles
FROM articles GROUP BY 1, 2 ORDER BY 1, 2
"""

MISSING = """
SELECT sum(lead IS NULL) AS lead, sum(body = '') AS body,
       sum(NOT EXISTS (SELECT 1 FROM teasers t WHERE t.article_id = a.id)) AS teasers,
       sum(slug_agrees = 0) AS slug_agreement
FROM articles a
"""

#: Asked of what is small: rows of articles and revisions hold whole texts.
HISTORY = """
WITH edits AS (SELECT article_id, revision FROM revisions WHERE revision > 1)
SELECT (SELECT count(*) FROM edits) + (SELECT count(*) FROM flips) AS edits,
       (SELECT count(*) FROM edits JOIN revisions USING (article_id, revision) WHERE cosmetic)
           + (SELECT count(*) FROM flips WHERE cosmetic) AS cosmetic,
       (SELECT count(*) FROM absences WHERE back_capture_id IS NULL AND gone_at IS NOT NULL)
           AS gone,
       (SELECT count(*) FROM absences WHERE back_capture_id IS NULL AND gone_at IS NULL) AS missed
"""

GAPS = """
SELECT coalesce(max(number) - min(number) + 1 - count(DISTINCT number), 0) FROM articles
"""

LAST_WALKS = f"""
SELECT listing, started_at, next_page, ended, (SELECT count(*) FROM ({_HOLES})) AS holes,
       (SELECT captured_at FROM captures WHERE id = (
           SELECT min(newest) FROM (
               SELECT max(capture_id) AS newest FROM listing_pages
               WHERE listing = w.listing AND capture_id {_CRAWLED} GROUP BY page))) AS swept_since
FROM walks w
JOIN (SELECT listing, max(run_id) AS run_id FROM walks GROUP BY listing) USING (listing, run_id)
WHERE segment = (SELECT min(segment) FROM walks WHERE listing = w.listing AND run_id = w.run_id)
ORDER BY listing
"""  # noqa: S608  built from the text above
