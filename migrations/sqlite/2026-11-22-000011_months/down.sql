DROP INDEX closures_won;
