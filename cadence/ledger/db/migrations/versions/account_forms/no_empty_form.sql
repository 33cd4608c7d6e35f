-- All people whose account has an empty form would be people of one account.

ALTER TABLE accounts ADD CONSTRAINT accounts_form_says_something CHECK (form <> '');
