# Leads: people and companies that might buy.
