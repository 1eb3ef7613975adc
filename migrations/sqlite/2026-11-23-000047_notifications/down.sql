DROP TABLE reminders;
ALTER TABLE activities DROP COLUMN remind;
DROP TABLE digests;
DROP TABLE notification_choices;
DROP TABLE notifications;
