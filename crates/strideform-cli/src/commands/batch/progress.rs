//! Progress: a bar on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use strideform_batch::journal::End;
use strideform_batch::pool::Finished;
use strideform_render::text::duration;

/// Interval between two plain lines (*chosen*: the log of an hour's job stays readable).
const EVERY: Duration = Duration::from_secs(10);
/// Interval between two updates of the bar.
const BLINK: Duration = Duration::from_millis(250);

/// Counts of a running job.
pub(super) struct Progress {
    inputs: u64,
    weight: u64,
    began: Instant,
    analysed: AtomicU64,
    no_running: AtomicU64,
    failed: AtomicU64,
    weighed: AtomicU64,
    /// Milliseconds of recordings.
    recorded: AtomicU64,
    bar: Option<ProgressBar>,
    over: (Mutex<bool>, Condvar),
}

impl Progress {
    /// Counts for a number of inputs and their size in bytes.
    pub(super) fn new(inputs: usize, weight: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(inputs as u64), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{bar:20} {pos}/{len} {msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self {
            inputs: inputs as u64,
            weight,
            began: Instant::now(),
            analysed: AtomicU64::new(0),
            no_running: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            weighed: AtomicU64::new(0),
            recorded: AtomicU64::new(0),
            bar,
            over: (Mutex::new(false), Condvar::new()),
        }
    }

    /// One more input is in the journal.
    pub(super) fn finished(&self, done: &Finished<'_>) {
        let counter = match done.end {
            End::Done => &self.analysed,
            End::NoRunning => &self.no_running,
            _ => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        self.weighed.fetch_add(done.bytes, Ordering::Relaxed);
        // Non-finite or negative values become zero.
        self.recorded.fetch_add((done.seconds * 1000.0) as u64, Ordering::Relaxed);
    }

    /// Shows progress until [`end`](Self::end) is called from another thread.
    pub(super) fn show(&self) {
        let every = if self.bar.is_some() { BLINK } else { EVERY };
        let mut over = self.over.0.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let waited = self.over.1.wait_timeout_while(over, every, |over| !*over);
            over = waited.unwrap_or_else(PoisonError::into_inner).0;
            if *over {
                break;
            }
            match &self.bar {
                Some(bar) => {
                    bar.set_message(self.status());
                    bar.set_position(self.done());
                }
                None => say(&format!("{} of {}: {}", self.done(), self.inputs, self.status())),
            }
        }
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Ends [`show`](Self::show).
    pub(super) fn end(&self) {
        *self.over.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.over.1.notify_all();
    }

    fn done(&self) -> u64 {
        [&self.analysed, &self.no_running, &self.failed].iter().map(|n| n.load(Ordering::Relaxed)).sum()
    }

    /// `3.1 runs/s, 2.4 h recorded, 4 failed, about 40 s left`
    fn status(&self) -> String {
        let seconds = self.began.elapsed().as_secs_f64();
        let hours = self.recorded.load(Ordering::Relaxed) as f64 / 3.6e6;
        let failed = self.failed.load(Ordering::Relaxed);
        let mut words =
            format!("{:.1} runs/s, {hours:.1} h recorded", self.done() as f64 / seconds.max(1e-3));
        if failed > 0 {
            words.push_str(&format!(", {failed} failed"));
        }
        // Time is proportional to bytes: the largest come first, so the count of inputs would be too optimistic.
        let (done, all) = (self.weighed.load(Ordering::Relaxed) as f64, self.weight as f64);
        if done > 0.0 && done < all {
            words.push_str(&format!(", about {} left", duration(seconds * (all - done) / done)));
        }
        words
    }

    /// The closing line; `before` is the number of inputs finished by an earlier process.
    pub(super) fn summary(&self, before: usize) {
        let count = |n: &AtomicU64| n.load(Ordering::Relaxed);
        let seconds = self.began.elapsed().as_secs_f64();
        let hours = count(&self.recorded) as f64 / 3.6e6;
        let mut words = format!(
            "{} analysed, {} without running, {} failed in {}",
            count(&self.analysed),
            count(&self.no_running),
            count(&self.failed),
            if seconds < 10.0 { format!("{seconds:.1} s") } else { duration(seconds) }
        );
        if self.done() > 0 {
            words.push_str(&format!(
                " ({:.1} h of recordings per minute)",
                hours / (seconds / 60.0).max(1e-6)
            ));
        }
        if before > 0 {
            words.push_str(&format!("; {before} had been finished before"));
        }
        say(&words);
    }
}

/// A line on standard error; nothing can be done if that is closed.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", strideform_render::visible::line(line));
}
