-- How the line of each media stream was; several streams make a call. No content.
CREATE TABLE lines (
    id UUID PRIMARY KEY,
    learner_id TEXT NOT NULL,
    call_sid TEXT NOT NULL,
    ended TEXT NOT NULL,
    frames BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    late BIGINT NOT NULL,
    reordered BIGINT NOT NULL,
    jitter_ms REAL NOT NULL,
    voiced BIGINT NOT NULL,
    level_dbfs REAL NOT NULL,
    clipped BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    answer_ms REAL NOT NULL,
    answer_max_ms REAL NOT NULL,
    interruptions BIGINT NOT NULL,
    late_sends BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX lines_call ON lines (call_sid);
CREATE INDEX lines_at ON lines (at);
