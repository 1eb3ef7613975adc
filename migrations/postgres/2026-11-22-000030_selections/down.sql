DROP TABLE bulk_skips;
DROP TABLE selections;
