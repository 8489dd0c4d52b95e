"""Asking politely: throttle, retry, robots.txt, and which of Scrapy's log lines are made."""
