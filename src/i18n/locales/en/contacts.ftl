# Contacts: people at companies, and individual customers.
