-- What providers were asked, and what they charged: one row a request, also where it failed or was cancelled. No content.
-- Money is in billionths of a US dollar, whole. Of a learner who was forgotten the rows stay, without saying whose they were.
CREATE TABLE prompt_runs (
    id UUID PRIMARY KEY,
    learner_id TEXT NOT NULL,
    request_id UUID NOT NULL,
    session_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    group_id UUID,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    rubric TEXT NOT NULL,
    input_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    characters BIGINT NOT NULL,
    audio_ms BIGINT NOT NULL,
    first_ms BIGINT,
    took_ms BIGINT NOT NULL,
    cost_nanodollars BIGINT NOT NULL,
    status TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX prompt_runs_request ON prompt_runs (request_id);
CREATE INDEX prompt_runs_learner ON prompt_runs (learner_id);
CREATE INDEX prompt_runs_session ON prompt_runs (session_id);
CREATE INDEX prompt_runs_group ON prompt_runs (group_id);
CREATE INDEX prompt_runs_at ON prompt_runs (created_at);
