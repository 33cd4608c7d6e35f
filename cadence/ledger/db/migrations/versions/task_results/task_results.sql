-- A task may have a result, which one of our people gives by an instant. What they note with it stands in their order.
ALTER TABLE touches ADD COLUMN result_by timestamptz;
ALTER TABLE touches DROP CONSTRAINT touches_cause_kind;
ALTER TABLE touches ADD CONSTRAINT touches_cause_kind
    CHECK (cause_kind IN ('step', 'callback', 'inbound', 'announcement', 'command', 'trial', 'overdue'));

ALTER TABLE tasks ADD COLUMN label text NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN due_at timestamptz;
ALTER TABLE tasks ADD COLUMN result text NOT NULL DEFAULT '';      -- '' of a task that is open, or has none
ALTER TABLE tasks ADD COLUMN reason text NOT NULL DEFAULT '';      -- of a withdrawn one: why, a word of ours
ALTER TABLE tasks ADD COLUMN reminders integer NOT NULL DEFAULT 0; -- how often somebody was reminded of it
ALTER TABLE tasks ADD COLUMN reminded_at timestamptz;
ALTER TABLE tasks ADD CONSTRAINT tasks_result
    CHECK (result IN ('', 'done', 'declined', 'overdue', 'withdrawn'));
ALTER TABLE tasks ADD CONSTRAINT tasks_result_ends CHECK (result = '' OR done_at IS NOT NULL);
CREATE INDEX tasks_closed ON tasks (done_at DESC, id) WHERE done_at IS NOT NULL;
CREATE INDEX tasks_due ON tasks (due_at, id) WHERE done_at IS NULL AND due_at IS NOT NULL;

-- Nobody works for a person who has said stop, and nobody waits for a result once an enrolment has ended, for whatever
-- reason. Both are withdrawn in the transaction that says so.
CREATE FUNCTION withdraw_tasks_of_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks SET result = 'withdrawn', reason = NEW.finished, done_at = NEW.finished_at, done_by = 'cadence'
    WHERE lead_id = NEW.lead_id AND enrolment_id = NEW.id AND done_at IS NULL AND due_at IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER enrolments_withdraw_tasks AFTER UPDATE ON enrolments FOR EACH ROW
    WHEN (OLD.finished IS NULL AND NEW.finished IS NOT NULL) EXECUTE FUNCTION withdraw_tasks_of_enrolment();

CREATE FUNCTION withdraw_tasks_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks SET result = 'withdrawn', reason = 'opted_out', done_at = NEW.since, done_by = 'cadence'
    WHERE lead_id = NEW.person AND done_at IS NULL AND kind = 'step' AND (due_at IS NOT NULL OR EXISTS (
        SELECT FROM touches t WHERE t.lead_id = NEW.person AND t.cause_kind = 'step' AND t.id::text = tasks.ref));
    RETURN NULL;
END
$$;
CREATE TRIGGER suppressions_withdraw_tasks AFTER INSERT ON suppressions FOR EACH ROW
    WHEN (NEW.person IS NOT NULL AND NEW.scope = 'everything' AND NOT NEW.lifted AND NEW.source <> 'held')
    EXECUTE FUNCTION withdraw_tasks_of_person();

-- The events of tasks say what came of them, and of which kind the work is.
CREATE OR REPLACE FUNCTION task_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    done CONSTANT boolean := TG_OP = 'UPDATE' AND OLD.done_at IS NULL AND NEW.done_at IS NOT NULL;
    reminded CONSTANT boolean := TG_OP = 'UPDATE' AND NEW.reminders > OLD.reminders;
    kind CONSTANT text := CASE
        WHEN done THEN CASE NEW.result WHEN 'declined' THEN 'task.declined' WHEN 'overdue' THEN 'task.overdue'
            WHEN 'withdrawn' THEN 'task.withdrawn' ELSE 'task.done' END
        WHEN reminded THEN 'task.overdue' ELSE 'task.created' END;
BEGIN
    PERFORM record_event(kind,
        NEW.lead_id, 'tasks/' || NEW.id, (SELECT campaign_id FROM enrolments WHERE id = NEW.enrolment_id),
        CASE WHEN done THEN NEW.done_at WHEN reminded THEN NEW.reminded_at WHEN TG_OP = 'INSERT' THEN NEW.opened_at END,
        jsonb_build_object('task', NEW.id, 'kind', NEW.kind, 'enrolment', NEW.enrolment_id, 'cause', NEW.ref,
            'label', NEW.label)
        || CASE kind
            WHEN 'task.created' THEN jsonb_build_object('replaces', nullif(OLD.id, NEW.id), 'due_at', NEW.due_at)
            WHEN 'task.overdue' THEN jsonb_build_object(
                'reminder', CASE WHEN done THEN NULL ELSE NEW.reminders END,
                'due_at', CASE WHEN done THEN NULL ELSE NEW.due_at END)
            WHEN 'task.withdrawn' THEN jsonb_build_object('reason', NEW.reason)
            ELSE '{}' END);
    RETURN NULL;
END
$$;
DROP TRIGGER tasks_event_changed ON tasks;
CREATE TRIGGER tasks_event_changed AFTER UPDATE ON tasks FOR EACH ROW
    WHEN ((OLD.done_at IS NULL AND NEW.done_at IS NOT NULL) OR OLD.id <> NEW.id OR NEW.reminders > OLD.reminders)
    EXECUTE FUNCTION task_event();
