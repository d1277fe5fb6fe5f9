//! Which threads the kernel runs first when there is more to do than there are processors: those of the calls.
//!
//! On Linux a nice value belongs to a thread (setpriority(2), "C library/kernel differences"); elsewhere it would
//! change the whole process, so nothing is done there.

/// Of threads that carry frames; taken only where the process may (`CAP_SYS_NICE`, or `RLIMIT_NICE`).
const FIRST: i32 = -10;
/// Of threads whose work may wait some milliseconds, where the others may not go first.
const LATER: i32 = 5;

/// The calling thread goes before others, if that is allowed.
pub fn first() {
    if !nice(FIRST) {
        tracing::debug!("threads of calls keep the usual priority");
    }
}

/// The calling thread lets those of the calls go before it. Where they may go first of themselves it stays as it is:
/// stepping back, it would wait for everything else on the machine too.
pub fn later() {
    let usual = 0;
    if !(nice(FIRST) && nice(usual)) {
        nice(LATER);
    }
}

/// Whether the calling thread has that nice value now.
#[cfg(target_os = "linux")]
fn nice(value: i32) -> bool {
    rustix::process::setpriority_process(None, value).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn nice(_value: i32) -> bool {
    true
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::getpriority_process;

    use super::*;

    fn mine() -> i32 {
        getpriority_process(None).expect("a value")
    }

    #[test]
    fn a_thread_of_calls_goes_before_one_that_scores_and_no_other_thread_is_changed() {
        let before = mine();
        let of = |become_: fn()| {
            let thread = std::thread::spawn(move || {
                become_();
                mine()
            });
            thread.join().expect("no panic")
        };
        let (calls, scores) = (of(first), of(later));
        assert!(calls < scores, "{calls} {scores}");
        assert!(calls == FIRST || (calls == before && scores == LATER.max(before)));
        assert_eq!(mine(), before);
    }
}
