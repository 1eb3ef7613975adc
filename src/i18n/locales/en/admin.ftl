# Administration: people, teams, roles, stages, settings.
