# Accounts: customer companies and legal entities.
