DROP INDEX journal_action;
DROP INDEX journal_entity;
DROP INDEX journal_actor;
DROP INDEX journal_request;
DROP TABLE journal_requests;
