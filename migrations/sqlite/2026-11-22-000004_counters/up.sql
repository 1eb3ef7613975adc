-- How many records everybody reaches, kept by the database itself, so that a count costs some rows and not a million: of
-- all of them (facet '' and item 0), and by what lists are most filtered by (a status, a source, a stage).
-- owner_id 0 stands for the pool, -1 for everybody in the team together.
CREATE TABLE record_counts (
  entity TEXT NOT NULL,
  part TEXT NOT NULL,
  facet TEXT NOT NULL,
  item_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (entity, part, facet, item_id, team_id, owner_id)
);
CREATE INDEX record_counts_owner ON record_counts (entity, part, facet, item_id, owner_id, team_id, n);

CREATE TRIGGER leads_insert_counts AFTER INSERT ON leads BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'leads', CASE WHEN NEW.state = 'open' THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'status', NEW.status_id UNION ALL SELECT 'source', NEW.source_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER leads_delete_counts AFTER DELETE ON leads BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'leads', CASE WHEN OLD.state = 'open' THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'status', OLD.status_id UNION ALL SELECT 'source', OLD.source_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER leads_update_counts AFTER UPDATE OF state, team_id, owner_id, status_id, source_id ON leads
WHEN OLD.state IS NOT NEW.state OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id OR OLD.status_id IS NOT NEW.status_id OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'leads', CASE WHEN OLD.state = 'open' THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'status', OLD.status_id UNION ALL SELECT 'source', OLD.source_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'leads', CASE WHEN NEW.state = 'open' THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'status', NEW.status_id UNION ALL SELECT 'source', NEW.source_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER opportunities_insert_counts AFTER INSERT ON opportunities BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'opportunities', CASE WHEN NEW.closed_on IS NULL THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'stage', NEW.stage_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER opportunities_delete_counts AFTER DELETE ON opportunities BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'opportunities', CASE WHEN OLD.closed_on IS NULL THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'stage', OLD.stage_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER opportunities_update_counts AFTER UPDATE OF closed_on, team_id, owner_id, stage_id ON opportunities
WHEN OLD.closed_on IS NOT NEW.closed_on OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id OR OLD.stage_id IS NOT NEW.stage_id BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'opportunities', CASE WHEN OLD.closed_on IS NULL THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'stage', OLD.stage_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'opportunities', CASE WHEN NEW.closed_on IS NULL THEN 'open' ELSE 'closed' END, facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id UNION ALL SELECT 'stage', NEW.stage_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER accounts_insert_counts AFTER INSERT ON accounts BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'accounts', 'open', facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER accounts_delete_counts AFTER DELETE ON accounts BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'accounts', 'open', facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER accounts_update_counts AFTER UPDATE OF team_id, owner_id ON accounts
WHEN OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'accounts', 'open', facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'accounts', 'open', facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER contacts_insert_counts AFTER INSERT ON contacts BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'contacts', 'open', facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER contacts_delete_counts AFTER DELETE ON contacts BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'contacts', 'open', facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER contacts_update_counts AFTER UPDATE OF team_id, owner_id ON contacts
WHEN OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'contacts', 'open', facet.name, facet.item_id, OLD.team_id, reach.owner_id, -1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(OLD.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
  INSERT INTO record_counts (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'contacts', 'open', facet.name, facet.item_id, NEW.team_id, reach.owner_id, 1
  FROM (SELECT '' AS name, 0 AS item_id) AS facet,
    (SELECT COALESCE(NEW.owner_id, 0) AS owner_id UNION ALL SELECT -1) AS reach
  WHERE TRUE
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = n + excluded.n;
END;

-- What the columns of a board add up to, kept by the database itself: a viewer with many people reads some rows, not
-- thousands of deals. owner_id 0 stands for nobody, -1 for everybody in the team together; team 0 for everybody there is.
-- An open deal's closed_on is the last day there is, so that one condition finds open and lately closed ones.
CREATE TABLE deal_totals (
  team_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  pipeline_id BIGINT NOT NULL,
  closed_on DATE NOT NULL,
  stage_id BIGINT NOT NULL,
  currency TEXT NOT NULL,
  n BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  weighted_minor BIGINT NOT NULL,
  PRIMARY KEY (team_id, owner_id, pipeline_id, closed_on, stage_id, currency)
);
CREATE INDEX deal_totals_owner ON deal_totals (owner_id, pipeline_id, closed_on, team_id);

-- What one deal adds to them: a won one what it really brought, the share of its probability rounded half away from zero
-- (values::money::weighted is the same in Rust). Split at ten thousand, so that no amount overflows.
CREATE VIEW deal_worth AS
SELECT id, team_id, owner_id, pipeline_id, stage_id, currency, open_until, amount_minor,
  amount_minor / 10000 * probability
  + (amount_minor % 10000 * probability + CASE WHEN amount_minor < 0 THEN -5000 ELSE 5000 END) / 10000 AS weighted_minor
FROM (
  SELECT id, team_id, COALESCE(owner_id, 0) AS owner_id, pipeline_id, stage_id, currency, probability,
    COALESCE(closed_on, '9999-12-31') AS open_until,
    CASE WHEN closed_on IS NULL THEN COALESCE(amount_minor, 0) ELSE COALESCE(actual_minor, amount_minor, 0) END AS amount_minor
  FROM opportunities
) AS deal;

CREATE TRIGGER opportunities_insert_totals AFTER INSERT ON opportunities BEGIN
  INSERT INTO deal_totals (team_id, owner_id, pipeline_id, closed_on, stage_id, currency, n, amount_minor, weighted_minor)
  SELECT reach.team_id, reach.owner_id, deal.pipeline_id, deal.open_until, deal.stage_id, deal.currency,
    1, deal.amount_minor, deal.weighted_minor
  FROM deal_worth AS deal, (
    SELECT NEW.team_id AS team_id, COALESCE(NEW.owner_id, 0) AS owner_id
    UNION ALL SELECT NEW.team_id, -1 UNION ALL SELECT 0, -1
  ) AS reach
  WHERE deal.id = NEW.id
  ON CONFLICT (team_id, owner_id, pipeline_id, closed_on, stage_id, currency) DO UPDATE SET
    n = n + excluded.n, amount_minor = amount_minor + excluded.amount_minor, weighted_minor = weighted_minor + excluded.weighted_minor;
END;
-- What goes away is read from the view while it is still there.
CREATE TRIGGER opportunities_delete_totals BEFORE DELETE ON opportunities BEGIN
  INSERT INTO deal_totals (team_id, owner_id, pipeline_id, closed_on, stage_id, currency, n, amount_minor, weighted_minor)
  SELECT reach.team_id, reach.owner_id, deal.pipeline_id, deal.open_until, deal.stage_id, deal.currency,
    -1, -deal.amount_minor, -deal.weighted_minor
  FROM deal_worth AS deal, (
    SELECT OLD.team_id AS team_id, COALESCE(OLD.owner_id, 0) AS owner_id
    UNION ALL SELECT OLD.team_id, -1 UNION ALL SELECT 0, -1
  ) AS reach
  WHERE deal.id = OLD.id
  ON CONFLICT (team_id, owner_id, pipeline_id, closed_on, stage_id, currency) DO UPDATE SET
    n = n + excluded.n, amount_minor = amount_minor + excluded.amount_minor, weighted_minor = weighted_minor + excluded.weighted_minor;
END;
CREATE TRIGGER opportunities_leave_totals BEFORE UPDATE OF pipeline_id, stage_id, team_id, owner_id, currency, closed_on, amount_minor, actual_minor, probability ON opportunities
WHEN OLD.pipeline_id IS NOT NEW.pipeline_id
  OR OLD.stage_id IS NOT NEW.stage_id
  OR OLD.team_id IS NOT NEW.team_id
  OR OLD.owner_id IS NOT NEW.owner_id
  OR OLD.currency IS NOT NEW.currency
  OR OLD.closed_on IS NOT NEW.closed_on
  OR OLD.amount_minor IS NOT NEW.amount_minor
  OR OLD.actual_minor IS NOT NEW.actual_minor
  OR OLD.probability IS NOT NEW.probability BEGIN
  INSERT INTO deal_totals (team_id, owner_id, pipeline_id, closed_on, stage_id, currency, n, amount_minor, weighted_minor)
  SELECT reach.team_id, reach.owner_id, deal.pipeline_id, deal.open_until, deal.stage_id, deal.currency,
    -1, -deal.amount_minor, -deal.weighted_minor
  FROM deal_worth AS deal, (
    SELECT OLD.team_id AS team_id, COALESCE(OLD.owner_id, 0) AS owner_id
    UNION ALL SELECT OLD.team_id, -1 UNION ALL SELECT 0, -1
  ) AS reach
  WHERE deal.id = OLD.id
  ON CONFLICT (team_id, owner_id, pipeline_id, closed_on, stage_id, currency) DO UPDATE SET
    n = n + excluded.n, amount_minor = amount_minor + excluded.amount_minor, weighted_minor = weighted_minor + excluded.weighted_minor;
END;
CREATE TRIGGER opportunities_enter_totals AFTER UPDATE OF pipeline_id, stage_id, team_id, owner_id, currency, closed_on, amount_minor, actual_minor, probability ON opportunities
WHEN OLD.pipeline_id IS NOT NEW.pipeline_id
  OR OLD.stage_id IS NOT NEW.stage_id
  OR OLD.team_id IS NOT NEW.team_id
  OR OLD.owner_id IS NOT NEW.owner_id
  OR OLD.currency IS NOT NEW.currency
  OR OLD.closed_on IS NOT NEW.closed_on
  OR OLD.amount_minor IS NOT NEW.amount_minor
  OR OLD.actual_minor IS NOT NEW.actual_minor
  OR OLD.probability IS NOT NEW.probability BEGIN
  INSERT INTO deal_totals (team_id, owner_id, pipeline_id, closed_on, stage_id, currency, n, amount_minor, weighted_minor)
  SELECT reach.team_id, reach.owner_id, deal.pipeline_id, deal.open_until, deal.stage_id, deal.currency,
    1, deal.amount_minor, deal.weighted_minor
  FROM deal_worth AS deal, (
    SELECT NEW.team_id AS team_id, COALESCE(NEW.owner_id, 0) AS owner_id
    UNION ALL SELECT NEW.team_id, -1 UNION ALL SELECT 0, -1
  ) AS reach
  WHERE deal.id = NEW.id
  ON CONFLICT (team_id, owner_id, pipeline_id, closed_on, stage_id, currency) DO UPDATE SET
    n = n + excluded.n, amount_minor = amount_minor + excluded.amount_minor, weighted_minor = weighted_minor + excluded.weighted_minor;
END;
