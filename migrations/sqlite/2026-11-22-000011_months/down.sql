DROP INDEX opportunities_closed_pool_card;
DROP INDEX leads_closed_pool_value;
DROP INDEX leads_closed_pool_name;
DROP INDEX leads_closed_pool_created;
DROP INDEX closures_won;
