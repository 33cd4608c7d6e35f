-- The form by which an account is known is written by the program (same_word): people of accounts with one form count
-- together, and an account without a form is nobody's colleague.

ALTER TABLE accounts ALTER COLUMN form DROP EXPRESSION;
