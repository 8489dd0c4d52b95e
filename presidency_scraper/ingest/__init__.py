"""One response into the database: the run, intake, quarantine, rebuild, verify."""
