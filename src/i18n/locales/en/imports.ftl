# Importing records from files, and taking an import back.
