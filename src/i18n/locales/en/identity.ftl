# Signing in and out, passwords, profile, sessions.
