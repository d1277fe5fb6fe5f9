-- Whether what a request used is not the provider's last word. Rows from before do not know, and count as told.
ALTER TABLE prompt_runs ADD COLUMN estimated BOOLEAN NOT NULL DEFAULT FALSE;
