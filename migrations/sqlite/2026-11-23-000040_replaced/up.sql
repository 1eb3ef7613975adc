-- INSERT OR REPLACE takes a row away without asking the triggers that keep rows from going: it is refused before it comes to
-- that.
CREATE TRIGGER journal_never_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_values_never_replaced BEFORE INSERT ON journal_values
WHEN EXISTS (SELECT 1 FROM journal_values WHERE journal_id = NEW.journal_id AND field = NEW.field) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
-- From where it was written is part of it. What a request took back is noted at its end, once.
CREATE TRIGGER journal_requests_never_change BEFORE UPDATE ON journal_requests
WHEN NEW.request_id IS NOT OLD.request_id
  OR NEW.at IS NOT OLD.at
  OR NEW.actor_id IS NOT OLD.actor_id
  OR NEW.on_behalf_of IS NOT OLD.on_behalf_of
  OR NEW.address IS NOT OLD.address
  OR NEW.agent IS NOT OLD.agent
  OR NEW.reversible IS NOT OLD.reversible
  OR (OLD.undoes IS NOT NULL AND NEW.undoes IS NOT OLD.undoes) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_requests_never_shrink BEFORE DELETE ON journal_requests BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_requests_never_replaced BEFORE INSERT ON journal_requests
WHEN EXISTS (SELECT 1 FROM journal_requests WHERE request_id = NEW.request_id) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
