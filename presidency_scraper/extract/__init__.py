"""Bytes and their URL to a record: pure, the same for crawl and rebuild."""
