-- From where the journal was written is part of it. What a request took back is noted at its end, once.
CREATE TRIGGER journal_requests_never_change BEFORE UPDATE ON journal_requests FOR EACH ROW
WHEN (NEW.request_id IS DISTINCT FROM OLD.request_id
  OR NEW.at IS DISTINCT FROM OLD.at
  OR NEW.actor_id IS DISTINCT FROM OLD.actor_id
  OR NEW.on_behalf_of IS DISTINCT FROM OLD.on_behalf_of
  OR NEW.address IS DISTINCT FROM OLD.address
  OR NEW.agent IS DISTINCT FROM OLD.agent
  OR NEW.reversible IS DISTINCT FROM OLD.reversible
  OR (OLD.undoes IS NOT NULL AND NEW.undoes IS DISTINCT FROM OLD.undoes))
EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_requests_never_shrink BEFORE DELETE ON journal_requests FOR EACH ROW EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_requests_never_emptied BEFORE TRUNCATE ON journal_requests FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses();
