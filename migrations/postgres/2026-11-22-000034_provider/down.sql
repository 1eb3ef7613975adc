DROP TABLE provider_states;
DROP TABLE provider_links;
