# Searching everything.
