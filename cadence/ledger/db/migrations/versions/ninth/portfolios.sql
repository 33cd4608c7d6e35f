-- A portfolio may begin conversations with so many people a day, over all campaigns and workers.
CREATE TABLE portfolios (
    portfolio text PRIMARY KEY,                     -- locked while somebody counts its people
    turn timestamptz NOT NULL                       -- the touch whose ageing was promised last to somebody who waits
);
CREATE INDEX touches_portfolio ON touches (portfolio, at) WHERE portfolio <> '';
