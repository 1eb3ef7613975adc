-- The words of a record with whom it belongs to: a team (@t7), its pool (@p7), an owner (@u7), open (@o) or over (@c). A search
-- asks for both at once, so that a frequent word costs a reader of few records little. Texts are folded in Rust before they
-- come here; only blanks separate.
CREATE FUNCTION record_words(search_text TEXT, team BIGINT, owner BIGINT, is_open BOOLEAN) RETURNS TSVECTOR
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_to_tsvector(string_to_array(search_text, ' ')
    || ARRAY['@t' || team, COALESCE('@u' || owner, '@p' || team), CASE WHEN is_open THEN '@o' ELSE '@c' END])
$$;
CREATE INDEX leads_words ON leads USING gin (record_words(search_text, team_id, owner_id, state = 'open'));
CREATE INDEX opportunities_words ON opportunities USING gin (record_words(search_text, team_id, owner_id, closed_on IS NULL));
CREATE INDEX accounts_words ON accounts USING gin (record_words(search_text, team_id, owner_id, TRUE));
CREATE INDEX contacts_words ON contacts USING gin (record_words(search_text, team_id, owner_id, TRUE));
