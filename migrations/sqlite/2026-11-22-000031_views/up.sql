-- What a list shows, saved under a name: conditions as they stand in an address, by names of fields and ids of values, so
-- that renaming anything changes no view, and days relative to the day of reading.
CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  -- The table it lists.
  list TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  -- Names of columns with commas between; empty for those the list has anyway.
  shown TEXT NOT NULL,
  sort TEXT NOT NULL,
  owner_id BIGINT NOT NULL REFERENCES users (id),
  -- private, team or everyone.
  shared TEXT NOT NULL,
  -- With which team, and those below it.
  team_id BIGINT REFERENCES teams (id)
);

-- What a list opens with: for one person, else for a role. A person may choose the list as it is: no view then.
CREATE TABLE first_views (
  id INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  user_id BIGINT REFERENCES users (id),
  role TEXT NOT NULL,
  view_id BIGINT REFERENCES saved_views (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX first_views_of_person ON first_views (user_id, list) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX first_views_of_role ON first_views (role, list) WHERE user_id IS NULL;
CREATE INDEX first_views_view ON first_views (view_id);

-- Every page knows the views: whoever holds a copy compares the company's revision.
CREATE TRIGGER saved_views_insert_revision AFTER INSERT ON saved_views BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER saved_views_update_revision AFTER UPDATE ON saved_views BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER saved_views_delete_revision AFTER DELETE ON saved_views BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER first_views_insert_revision AFTER INSERT ON first_views BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER first_views_update_revision AFTER UPDATE ON first_views BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER first_views_delete_revision AFTER DELETE ON first_views BEGIN UPDATE organization SET revision = revision + 1; END;
