//! The statements, written once and compiled for each database.

/// Compiles the same functions for Postgres and for `SQLite`; `Db` is the one at hand.
macro_rules! for_each_database {
    ($($functions:tt)*) => {
        pub(super) mod postgres { type Db = sqlx::Postgres; $($functions)* }
        pub(super) mod sqlite { type Db = sqlx::Sqlite; $($functions)* }
    };
}

for_each_database! {
    use chrono::{DateTime, Utc};
    use sqlx::{Error, Pool, QueryBuilder, Transaction};

    use crate::ports::journal::Counts;
    use crate::ports::runs::CostRow;
    use crate::domain::money::Nanodollars;
    use crate::store::sql::batch::{self, Batch};

    /// Rows in one statement: both databases take 32,766 arguments at least, and a row has at most nineteen.
    const ROWS: usize = 500;

    type Tx<'c> = Transaction<'c, Db>;

    pub(in crate::store::sql) async fn write(pool: &Pool<Db>, batch: &Batch<'_>) -> Result<(), Error> {
        let mut tx = pool.begin().await?;
        forget(&mut tx, batch).await?;
        users(&mut tx, batch).await?;
        turns(&mut tx, batch).await?;
        said(&mut tx, batch).await?;
        attempts(&mut tx, batch).await?;
        calls(&mut tx, batch).await?;
        messages(&mut tx, batch).await?;
        lines(&mut tx, batch).await?;
        runs(&mut tx, batch).await?;
        checkpoints(&mut tx, batch).await?;
        tx.commit().await
    }

    /// Every table that knows a learner.
    const OF_LEARNERS: [&str; 8] = [
        "user_sessions",
        "module_usage",
        "attempts",
        "calls",
        "messages",
        "lines",
        "checkpoints",
        "users",
    ];

    async fn forget(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for learner in &batch.forgotten {
            for table in OF_LEARNERS {
                let mut query = QueryBuilder::<Db>::new(format!("DELETE FROM {table} WHERE learner_id = "));
                query.push_bind(learner);
                query.build().persistent(false).execute(&mut **tx).await?;
            }
            // The books must still add up: what was spent stays, and not for whom.
            let mut query = QueryBuilder::<Db>::new(
                "UPDATE prompt_runs SET learner_id = '', session_id = '', group_id = NULL WHERE learner_id = ",
            );
            query.push_bind(learner);
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn users(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.seen.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO users (learner_id, phone_sealed, name_sealed, language, created_at, last_active) ",
            );
            query.push_values(rows, |mut row, seen| {
                row.push_bind(&seen.learner).push_bind(seen.phone).push_bind(seen.name);
                row.push_bind(seen.language).push_bind(seen.first).push_bind(seen.last);
            });
            query.push(
                " ON CONFLICT (learner_id) DO UPDATE SET phone_sealed = excluded.phone_sealed, \
                 name_sealed = COALESCE(excluded.name_sealed, users.name_sealed), \
                 language = COALESCE(excluded.language, users.language), \
                 last_active = excluded.last_active \
                 WHERE users.last_active <= excluded.last_active",
            );
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Only turns that were not there before count as usage.
    async fn turns(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        let mut new = Vec::with_capacity(batch.turns.len());
        for rows in batch.turns.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO user_sessions (id, learner_id, session_id, module_name, interaction_type, \
                 user_input_sealed, ai_response_sealed, took_ms, at) ",
            );
            query.push_values(rows, |mut row, turn| {
                row.push_bind(turn.id).push_bind(&turn.learner).push_bind(turn.row.session);
                row.push_bind(turn.row.module).push_bind(turn.row.interaction);
                row.push_bind(turn.row.input).push_bind(turn.row.response);
                row.push_bind(turn.row.took_ms).push_bind(turn.at);
            });
            query.push(" ON CONFLICT DO NOTHING RETURNING learner_id, module_name, took_ms, at");
            type Row = (String, Option<String>, i64, DateTime<Utc>);
            let query = query.build_query_as::<Row>().persistent(false);
            new.extend(query.fetch_all(&mut **tx).await?);
        }
        usage(tx, &batch::usage(new)).await
    }

    /// One by one and in order: the last word on a turn stands.
    async fn said(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for said in &batch.said {
            let mut query = QueryBuilder::<Db>::new("UPDATE user_sessions SET ai_response_sealed = ");
            query.push_bind(said.response).push(" WHERE id = ").push_bind(said.turn);
            query.push(" AND learner_id = ").push_bind(&said.learner);
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn usage(tx: &mut Tx<'_>, sums: &[batch::Usage]) -> Result<(), Error> {
        for rows in sums.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO module_usage (learner_id, module_name, usage_count, total_ms, last_used) ",
            );
            query.push_values(rows, |mut row, sum| {
                row.push_bind(&sum.learner).push_bind(&sum.module).push_bind(sum.turns);
                row.push_bind(sum.total_ms).push_bind(sum.last);
            });
            query.push(
                " ON CONFLICT (learner_id, module_name) DO UPDATE SET \
                 usage_count = module_usage.usage_count + excluded.usage_count, \
                 total_ms = module_usage.total_ms + excluded.total_ms, \
                 last_used = CASE WHEN module_usage.last_used > excluded.last_used \
                 THEN module_usage.last_used ELSE excluded.last_used END",
            );
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn attempts(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.attempts.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO attempts (id, learner_id, session_id, module_name, skill, level, correct, score, at) ",
            );
            query.push_values(rows, |mut row, logged| {
                let (session, attempt) = logged.row;
                row.push_bind(logged.id).push_bind(&logged.learner).push_bind(session);
                row.push_bind(attempt.module.as_str()).push_bind(attempt.skill.as_str());
                row.push_bind(i32::from(attempt.level)).push_bind(attempt.correct);
                row.push_bind(attempt.score.map(i32::from)).push_bind(logged.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// A call ends once: the first to say so is kept.
    async fn calls(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.calls.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO calls (id, call_sid, learner_id, outcome, seconds, turns, ended_at) ",
            );
            query.push_values(rows, |mut row, call| {
                row.push_bind(call.id).push_bind(call.row.sid).push_bind(&call.learner);
                row.push_bind(call.row.outcome).push_bind(call.row.seconds);
                row.push_bind(call.row.turns).push_bind(call.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn messages(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.messages.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO messages (id, learner_id, message_sid, status, error_code, at) ",
            );
            query.push_values(rows, |mut row, message| {
                row.push_bind(message.id).push_bind(&message.learner).push_bind(message.row.sid);
                row.push_bind(message.row.status).push_bind(message.row.error).push_bind(message.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn lines(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.lines.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO lines (id, learner_id, call_sid, ended, frames, lost, late, reordered, \
                 jitter_ms, voiced, level_dbfs, clipped, answers, answer_ms, answer_max_ms, \
                 interruptions, late_sends, at) ",
            );
            let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            query.push_values(rows, |mut row, line| {
                let report = line.row.report;
                row.push_bind(line.id).push_bind(&line.learner).push_bind(line.row.call);
                row.push_bind(line.row.ended).push_bind(count(report.frames));
                row.push_bind(count(report.lost)).push_bind(count(report.late));
                row.push_bind(count(report.reordered)).push_bind(report.jitter_ms);
                row.push_bind(count(report.voiced)).push_bind(report.level_dbfs);
                row.push_bind(count(report.clipped)).push_bind(i64::from(report.answers));
                row.push_bind(report.answer_ms).push_bind(report.answer_max_ms);
                row.push_bind(i64::from(report.interruptions));
                row.push_bind(i64::from(report.late_sends)).push_bind(line.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn runs(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.runs.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO prompt_runs (id, learner_id, request_id, session_id, purpose, group_id, provider, \
                 model, rubric, arm, input_tokens, cached_tokens, output_tokens, characters, audio_ms, first_ms, \
                 took_ms, cost_nanodollars, estimated, status, created_at) ",
            );
            let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            query.push_values(rows, |mut row, logged| {
                let run = logged.row;
                let known = !logged.learner.is_empty();
                row.push_bind(logged.id).push_bind(&logged.learner).push_bind(run.request);
                row.push_bind(if known { run.session.as_str() } else { "" });
                row.push_bind(&run.purpose).push_bind(run.group.filter(|_| known));
                row.push_bind(&run.provider).push_bind(&run.model).push_bind(&run.rubric);
                row.push_bind(&run.arm);
                row.push_bind(count(run.input_tokens)).push_bind(count(run.cached_tokens));
                row.push_bind(count(run.output_tokens)).push_bind(count(run.characters));
                row.push_bind(count(run.audio_ms)).push_bind(run.first_ms.map(i64::from));
                row.push_bind(i64::from(run.took_ms)).push_bind(run.cost.0);
                row.push_bind(run.estimated);
                row.push_bind(&run.status).push_bind(logged.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// `whose` is an expression of ours over the table's columns.
    pub(in crate::store::sql) async fn costs(
        pool: &Pool<Db>,
        whose: &'static str,
        order: &'static str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CostRow>, Error> {
        let mut query = QueryBuilder::<Db>::new(format!(
            "SELECT {whose} AS whose, COUNT(*), \
             CAST(SUM(CASE WHEN status IN ('ok', 'cancelled') THEN 0 ELSE 1 END) AS BIGINT), \
             CAST(SUM(input_tokens + output_tokens) AS BIGINT), CAST(AVG(first_ms) AS BIGINT), \
             CAST(SUM(cost_nanodollars) AS BIGINT) AS cost, \
             CAST(SUM(CASE WHEN estimated THEN cost_nanodollars ELSE 0 END) AS BIGINT), MAX(created_at) \
             FROM prompt_runs WHERE created_at >= ",
        ));
        query.push_bind(since).push(format!(" GROUP BY 1 ORDER BY {order}"));
        type Row = (String, i64, i64, i64, Option<i64>, i64, i64, DateTime<Utc>);
        let rows = query.build_query_as::<Row>().fetch_all(pool).await?;
        let row = |(whose, runs, failed, tokens, first_ms, cost, estimated, last)| CostRow {
            whose, runs, failed, first_ms, tokens, cost: Nanodollars(cost), estimated: Nanodollars(estimated), last,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    async fn checkpoints(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.checkpoints.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO checkpoints (learner_id, version, sealed, at) ",
            );
            query.push_values(rows, |mut row, checkpoint| {
                row.push_bind(&checkpoint.learner).push_bind(checkpoint.version);
                row.push_bind(checkpoint.sealed).push_bind(checkpoint.at);
            });
            query.push(
                " ON CONFLICT (learner_id) DO UPDATE SET version = excluded.version, \
                 sealed = excluded.sealed, at = excluded.at \
                 WHERE checkpoints.version < excluded.version",
            );
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    pub(in crate::store::sql) async fn checkpoint(
        pool: &Pool<Db>,
        learner: &str,
    ) -> Result<Option<(i64, Vec<u8>)>, Error> {
        sqlx::query_as("SELECT version, sealed FROM checkpoints WHERE learner_id = $1")
            .bind(learner)
            .fetch_optional(pool)
            .await
    }

    pub(in crate::store::sql) async fn counts(pool: &Pool<Db>) -> Result<Counts, Error> {
        let (users, turns, attempts, calls, lines) = sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM users), (SELECT COUNT(*) FROM user_sessions), \
             (SELECT COUNT(*) FROM attempts), (SELECT COUNT(*) FROM calls), (SELECT COUNT(*) FROM lines)",
        )
        .fetch_one(pool)
        .await?;
        Ok(Counts { users, turns, attempts, calls, lines })
    }

    pub(in crate::store::sql) async fn ping(pool: &Pool<Db>) -> Result<(), Error> {
        sqlx::query("SELECT 1").execute(pool).await.map(|_| ())
    }
}
