"""What is said of the record, of a run and of an article, for people and for programs."""
