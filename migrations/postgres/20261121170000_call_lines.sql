-- How the line of each call was: its streams together. A call without a stream has no row; level and time of answer are null
-- where nobody spoke and nothing was answered.
CREATE VIEW call_lines AS
SELECT
    call_sid,
    COUNT(*) AS streams,
    SUM(frames)::bigint AS frames,
    SUM(lost)::bigint AS lost,
    SUM(late)::bigint AS late,
    SUM(reordered)::bigint AS reordered,
    MAX(jitter_ms) AS jitter_ms,
    SUM(voiced)::bigint AS voiced,
    SUM(level_dbfs::double precision * voiced) / NULLIF(SUM(voiced), 0) AS level_dbfs,
    SUM(clipped)::bigint AS clipped,
    SUM(answers)::bigint AS answers,
    SUM(answer_ms::double precision * answers) / NULLIF(SUM(answers), 0) AS answer_ms,
    MAX(answer_max_ms) AS answer_max_ms,
    SUM(interruptions)::bigint AS interruptions,
    SUM(late_sends)::bigint AS late_sends,
    MAX(at) AS at
FROM lines
GROUP BY call_sid;
