-- The words of every record with whom they belong to: a team (@t7), its pool (@p7), an owner (@u7), open (@o) or over (@c).
-- A search asks for both at once, so that a frequent word costs a reader of few records little. Texts are folded in Rust
-- before they come here; only blanks separate. The index keeps no copy of them.

CREATE VIRTUAL TABLE leads_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8', tokenize = "ascii tokenchars '#@'"
);
CREATE TRIGGER leads_insert_words AFTER INSERT ON leads BEGIN
  INSERT INTO leads_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.state = 'open' THEN ' @o' ELSE ' @c' END);
END;
CREATE TRIGGER leads_delete_words AFTER DELETE ON leads BEGIN
  DELETE FROM leads_words WHERE rowid = OLD.id;
END;
CREATE TRIGGER leads_update_words AFTER UPDATE OF state, search_text, team_id, owner_id ON leads
WHEN OLD.state IS NOT NEW.state OR OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM leads_words WHERE rowid = OLD.id;
  INSERT INTO leads_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.state = 'open' THEN ' @o' ELSE ' @c' END);
END;

CREATE VIRTUAL TABLE opportunities_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8', tokenize = "ascii tokenchars '#@'"
);
CREATE TRIGGER opportunities_insert_words AFTER INSERT ON opportunities BEGIN
  INSERT INTO opportunities_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.closed_on IS NULL THEN ' @o' ELSE ' @c' END);
END;
CREATE TRIGGER opportunities_delete_words AFTER DELETE ON opportunities BEGIN
  DELETE FROM opportunities_words WHERE rowid = OLD.id;
END;
CREATE TRIGGER opportunities_update_words AFTER UPDATE OF closed_on, search_text, team_id, owner_id ON opportunities
WHEN OLD.closed_on IS NOT NEW.closed_on OR OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM opportunities_words WHERE rowid = OLD.id;
  INSERT INTO opportunities_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.closed_on IS NULL THEN ' @o' ELSE ' @c' END);
END;

CREATE VIRTUAL TABLE accounts_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8', tokenize = "ascii tokenchars '#@'"
);
CREATE TRIGGER accounts_insert_words AFTER INSERT ON accounts BEGIN
  INSERT INTO accounts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
CREATE TRIGGER accounts_delete_words AFTER DELETE ON accounts BEGIN
  DELETE FROM accounts_words WHERE rowid = OLD.id;
END;
CREATE TRIGGER accounts_update_words AFTER UPDATE OF search_text, team_id, owner_id ON accounts
WHEN OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM accounts_words WHERE rowid = OLD.id;
  INSERT INTO accounts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;

CREATE VIRTUAL TABLE contacts_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8', tokenize = "ascii tokenchars '#@'"
);
CREATE TRIGGER contacts_insert_words AFTER INSERT ON contacts BEGIN
  INSERT INTO contacts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
CREATE TRIGGER contacts_delete_words AFTER DELETE ON contacts BEGIN
  DELETE FROM contacts_words WHERE rowid = OLD.id;
END;
CREATE TRIGGER contacts_update_words AFTER UPDATE OF search_text, team_id, owner_id ON contacts
WHEN OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM contacts_words WHERE rowid = OLD.id;
  INSERT INTO contacts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
