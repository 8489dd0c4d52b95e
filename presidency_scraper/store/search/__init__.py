"""Search as people mean it: forms of words, spellings, phrases, marks. Pure: knows no database."""
