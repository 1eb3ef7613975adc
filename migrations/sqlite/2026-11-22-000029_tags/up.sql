-- Tags: the company's own words for records of four kinds.
CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  -- The name folded: "VIP" and "vip" are one word.
  name_key TEXT NOT NULL UNIQUE,
  -- Offered for new choices?
  active BOOLEAN NOT NULL DEFAULT TRUE,
  -- The tag that stands for this one since the two were merged; records keep what they carry.
  merged_into BIGINT REFERENCES tags (id)
);

-- What each record carries: ids with commas between.
ALTER TABLE leads ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE opportunities ADD COLUMN tags TEXT NOT NULL DEFAULT '';

-- The same by tag, for filters: written with the record's own column.
CREATE TABLE taggings (
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  PRIMARY KEY (entity, record_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX taggings_tag ON taggings (entity, tag_id, record_id);

CREATE TRIGGER tags_insert_revision AFTER INSERT ON tags BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER tags_update_revision AFTER UPDATE ON tags BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER tags_delete_revision AFTER DELETE ON tags BEGIN UPDATE organization SET revision = revision + 1; END;
