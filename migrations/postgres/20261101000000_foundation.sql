-- Learners are keyed by a keyed hash of their number (32 hex digits); what is about them in words is sealed.
-- Times are UTC. Every logged row carries the id of its journal entry, so that writing it again keeps it once.

CREATE TABLE users (
    learner_id TEXT PRIMARY KEY,
    phone_sealed BYTEA NOT NULL,
    name_sealed BYTEA,
    language TEXT,
    user_type TEXT NOT NULL DEFAULT 'student',
    region TEXT,
    school TEXT,
    grade_level TEXT,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    total_points BIGINT NOT NULL DEFAULT 0,
    current_level TEXT NOT NULL DEFAULT 'beginner',
    created_at TIMESTAMPTZ NOT NULL,
    last_active TIMESTAMPTZ NOT NULL
);
CREATE INDEX users_last_active ON users (last_active);

CREATE TABLE user_sessions (
    id UUID PRIMARY KEY,
    learner_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    module_name TEXT,
    interaction_type TEXT NOT NULL,
    user_input_sealed BYTEA NOT NULL,
    ai_response_sealed BYTEA NOT NULL,
    took_ms BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX user_sessions_learner ON user_sessions (learner_id, at);
CREATE INDEX user_sessions_session ON user_sessions (session_id);
CREATE INDEX user_sessions_at ON user_sessions (at);

CREATE TABLE module_usage (
    learner_id TEXT NOT NULL,
    module_name TEXT NOT NULL,
    usage_count BIGINT NOT NULL,
    total_ms BIGINT NOT NULL,
    last_used TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (learner_id, module_name)
);

CREATE TABLE attempts (
    id UUID PRIMARY KEY,
    learner_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    module_name TEXT NOT NULL,
    skill TEXT NOT NULL,
    level INTEGER NOT NULL,
    correct BOOLEAN NOT NULL,
    score INTEGER,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX attempts_learner ON attempts (learner_id, at);
CREATE INDEX attempts_skill ON attempts (module_name, skill);

CREATE TABLE calls (
    id UUID PRIMARY KEY,
    call_sid TEXT NOT NULL UNIQUE,
    learner_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    seconds BIGINT NOT NULL,
    turns BIGINT NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX calls_learner ON calls (learner_id, ended_at);

CREATE TABLE messages (
    id UUID PRIMARY KEY,
    learner_id TEXT NOT NULL,
    message_sid TEXT,
    status TEXT NOT NULL,
    error_code TEXT,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX messages_sid ON messages (message_sid);
CREATE INDEX messages_learner ON messages (learner_id, at);

CREATE TABLE checkpoints (
    learner_id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

CREATE TABLE learning_groups (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    group_type TEXT,
    region TEXT,
    school TEXT,
    grade_level TEXT,
    subject TEXT,
    teacher_id TEXT,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    max_members INTEGER NOT NULL DEFAULT 50,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX learning_groups_region ON learning_groups (region);
CREATE INDEX learning_groups_teacher ON learning_groups (teacher_id);

CREATE TABLE web_users (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    full_name TEXT,
    hashed_password TEXT,
    role TEXT NOT NULL DEFAULT 'user',
    organization TEXT,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMPTZ NOT NULL
);
