"""The bundled replica of the site, and what clears away the demo made of it."""
