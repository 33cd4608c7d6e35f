-- Our people get so many tasks a day, over all campaigns and workers.
CREATE TABLE task_turns (
    scope text PRIMARY KEY,                         -- what a cap counts; locked while somebody counts it
    day date,                                       -- the last working day for which turns were given to tasks that wait
    given integer NOT NULL                          -- how many turns were given for it
);
CREATE INDEX touches_tasks ON touches (at) WHERE channel = 'task' AND cause_kind = 'step';
