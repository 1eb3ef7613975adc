DROP TABLE first_views;
DROP TABLE saved_views;
