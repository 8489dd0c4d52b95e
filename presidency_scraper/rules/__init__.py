"""Pure decisions: the next listing page, what is a change, what is drift, how a run ended."""
