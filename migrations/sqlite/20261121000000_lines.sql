-- How the line of each media stream was; several streams make a call. No content.
CREATE TABLE lines (
    id BLOB PRIMARY KEY,
    learner_id TEXT NOT NULL,
    call_sid TEXT NOT NULL,
    ended TEXT NOT NULL,
    frames INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    late INTEGER NOT NULL,
    reordered INTEGER NOT NULL,
    jitter_ms REAL NOT NULL,
    voiced INTEGER NOT NULL,
    level_dbfs REAL NOT NULL,
    clipped INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    answer_ms REAL NOT NULL,
    answer_max_ms REAL NOT NULL,
    interruptions INTEGER NOT NULL,
    late_sends INTEGER NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX lines_call ON lines (call_sid);
CREATE INDEX lines_at ON lines (at);
