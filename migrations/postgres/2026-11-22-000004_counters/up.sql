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

CREATE FUNCTION leads_counts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  -- Rows are touched in the order of their keys: two transactions wait for each other instead of blocking each other for good.
  INSERT INTO record_counts AS kept (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'leads', side.part, facet.name, facet.item_id, side.team_id, reach.owner_id, SUM(side.sign)
  FROM (VALUES
    (-1, CASE WHEN OLD.state = 'open' THEN 'open' ELSE 'closed' END, OLD.team_id, OLD.owner_id, OLD.status_id, OLD.source_id),
    (1, CASE WHEN NEW.state = 'open' THEN 'open' ELSE 'closed' END, NEW.team_id, NEW.owner_id, NEW.status_id, NEW.source_id)
  ) AS side (sign, part, team_id, owner_id, status_id, source_id)
  CROSS JOIN LATERAL (VALUES ('', 0), ('status', side.status_id), ('source', side.source_id)) AS facet (name, item_id)
  CROSS JOIN LATERAL (VALUES (COALESCE(side.owner_id, 0)), (-1)) AS reach (owner_id)
  -- Of an insert there is no before, of a removal no after.
  WHERE side.team_id IS NOT NULL
  GROUP BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  HAVING SUM(side.sign) <> 0
  ORDER BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = kept.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER leads_counts AFTER INSERT OR UPDATE OR DELETE ON leads FOR EACH ROW EXECUTE FUNCTION leads_counts();

CREATE FUNCTION opportunities_counts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  -- Rows are touched in the order of their keys: two transactions wait for each other instead of blocking each other for good.
  INSERT INTO record_counts AS kept (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'opportunities', side.part, facet.name, facet.item_id, side.team_id, reach.owner_id, SUM(side.sign)
  FROM (VALUES
    (-1, CASE WHEN OLD.closed_on IS NULL THEN 'open' ELSE 'closed' END, OLD.team_id, OLD.owner_id, OLD.stage_id),
    (1, CASE WHEN NEW.closed_on IS NULL THEN 'open' ELSE 'closed' END, NEW.team_id, NEW.owner_id, NEW.stage_id)
  ) AS side (sign, part, team_id, owner_id, stage_id)
  CROSS JOIN LATERAL (VALUES ('', 0), ('stage', side.stage_id)) AS facet (name, item_id)
  CROSS JOIN LATERAL (VALUES (COALESCE(side.owner_id, 0)), (-1)) AS reach (owner_id)
  -- Of an insert there is no before, of a removal no after.
  WHERE side.team_id IS NOT NULL
  GROUP BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  HAVING SUM(side.sign) <> 0
  ORDER BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = kept.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER opportunities_counts AFTER INSERT OR UPDATE OR DELETE ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunities_counts();

CREATE FUNCTION accounts_counts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  -- Rows are touched in the order of their keys: two transactions wait for each other instead of blocking each other for good.
  INSERT INTO record_counts AS kept (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'accounts', side.part, facet.name, facet.item_id, side.team_id, reach.owner_id, SUM(side.sign)
  FROM (VALUES
    (-1, 'open', OLD.team_id, OLD.owner_id),
    (1, 'open', NEW.team_id, NEW.owner_id)
  ) AS side (sign, part, team_id, owner_id)
  CROSS JOIN LATERAL (VALUES ('', 0)) AS facet (name, item_id)
  CROSS JOIN LATERAL (VALUES (COALESCE(side.owner_id, 0)), (-1)) AS reach (owner_id)
  -- Of an insert there is no before, of a removal no after.
  WHERE side.team_id IS NOT NULL
  GROUP BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  HAVING SUM(side.sign) <> 0
  ORDER BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = kept.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER accounts_counts AFTER INSERT OR UPDATE OR DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION accounts_counts();

CREATE FUNCTION contacts_counts() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  -- Rows are touched in the order of their keys: two transactions wait for each other instead of blocking each other for good.
  INSERT INTO record_counts AS kept (entity, part, facet, item_id, team_id, owner_id, n)
  SELECT 'contacts', side.part, facet.name, facet.item_id, side.team_id, reach.owner_id, SUM(side.sign)
  FROM (VALUES
    (-1, 'open', OLD.team_id, OLD.owner_id),
    (1, 'open', NEW.team_id, NEW.owner_id)
  ) AS side (sign, part, team_id, owner_id)
  CROSS JOIN LATERAL (VALUES ('', 0)) AS facet (name, item_id)
  CROSS JOIN LATERAL (VALUES (COALESCE(side.owner_id, 0)), (-1)) AS reach (owner_id)
  -- Of an insert there is no before, of a removal no after.
  WHERE side.team_id IS NOT NULL
  GROUP BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  HAVING SUM(side.sign) <> 0
  ORDER BY side.part, facet.name, facet.item_id, side.team_id, reach.owner_id
  ON CONFLICT (entity, part, facet, item_id, team_id, owner_id) DO UPDATE SET n = kept.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER contacts_counts AFTER INSERT OR UPDATE OR DELETE ON contacts FOR EACH ROW EXECUTE FUNCTION contacts_counts();

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

-- The share of its probability, rounded half away from zero (values::money::weighted is the same in Rust). Split at ten
-- thousand, so that no amount overflows.
CREATE FUNCTION weighted(amount BIGINT, probability BIGINT) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS $$
  SELECT amount / 10000 * probability
    + (amount % 10000 * probability + CASE WHEN amount < 0 THEN -5000 ELSE 5000 END) / 10000
$$;

-- What one deal adds to them: a won one what it really brought.
CREATE VIEW deal_worth AS
SELECT id, team_id, owner_id, pipeline_id, stage_id, currency, open_until, amount_minor, weighted(amount_minor, probability) AS weighted_minor
FROM (
  SELECT id, team_id, COALESCE(owner_id, 0) AS owner_id, pipeline_id, stage_id, currency, probability,
    COALESCE(closed_on, '9999-12-31') AS open_until,
    CASE WHEN closed_on IS NULL THEN COALESCE(amount_minor, 0) ELSE COALESCE(actual_minor, amount_minor, 0) END AS amount_minor
  FROM opportunities
) AS deal;

-- The deal as it was and as it is, each on its own key, added up and touched in the order of the keys.
CREATE FUNCTION opportunities_totals() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.*) IS NOT DISTINCT FROM (NEW.*) THEN
    RETURN NULL;
  END IF;
  INSERT INTO deal_totals AS kept (team_id, owner_id, pipeline_id, closed_on, stage_id, currency, n, amount_minor, weighted_minor)
  SELECT reach.team_id, reach.owner_id, worth.pipeline_id, worth.open_until, worth.stage_id, worth.currency,
    SUM(worth.sign), SUM(worth.sign * worth.value), SUM(worth.sign * weighted(worth.value, worth.probability))
  FROM (
    SELECT side.*, COALESCE(side.closed_on, '9999-12-31') AS open_until,
      CASE WHEN side.closed_on IS NULL THEN COALESCE(side.amount_minor, 0) ELSE COALESCE(side.actual_minor, side.amount_minor, 0) END AS value
    FROM (VALUES
      (-1, OLD.team_id, OLD.owner_id, OLD.pipeline_id, OLD.stage_id, OLD.currency, OLD.closed_on, OLD.amount_minor, OLD.actual_minor, OLD.probability),
      (1, NEW.team_id, NEW.owner_id, NEW.pipeline_id, NEW.stage_id, NEW.currency, NEW.closed_on, NEW.amount_minor, NEW.actual_minor, NEW.probability)
    ) AS side (sign, team_id, owner_id, pipeline_id, stage_id, currency, closed_on, amount_minor, actual_minor, probability)
    -- Of an insert there is no before, of a removal no after.
    WHERE side.team_id IS NOT NULL
  ) AS worth
  CROSS JOIN LATERAL (VALUES (worth.team_id, COALESCE(worth.owner_id, 0)), (worth.team_id, -1), (0, -1)) AS reach (team_id, owner_id)
  GROUP BY 1, 2, 3, 4, 5, 6
  HAVING SUM(worth.sign) <> 0 OR SUM(worth.sign * worth.value) <> 0 OR SUM(worth.sign * weighted(worth.value, worth.probability)) <> 0
  ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (team_id, owner_id, pipeline_id, closed_on, stage_id, currency) DO UPDATE SET
    n = kept.n + excluded.n, amount_minor = kept.amount_minor + excluded.amount_minor,
    weighted_minor = kept.weighted_minor + excluded.weighted_minor;
  RETURN NULL;
END $$;
CREATE TRIGGER opportunities_totals AFTER INSERT OR UPDATE OR DELETE ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunities_totals();
