-- Trial and arm that the learner was in; empty outside a trial.
ALTER TABLE prompt_runs ADD COLUMN arm TEXT NOT NULL DEFAULT '';
