//! How far the job is: a bar on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use strideform_render::text::duration;

use super::index::End;
use super::record::{Done, Record};

/// Between two plain lines (*chosen*: a log of an hour's job stays readable).
const EVERY: Duration = Duration::from_secs(10);
/// Between two looks of the bar.
const BLINK: Duration = Duration::from_millis(250);

/// Counts of a job under way.
pub(super) struct Progress {
    inputs: u64,
    weight: u64,
    began: Instant,
    analysed: AtomicU64,
    nobody: AtomicU64,
    failed: AtomicU64,
    weighed: AtomicU64,
    /// Milliseconds of recordings.
    recorded: AtomicU64,
    bar: Option<ProgressBar>,
    over: (Mutex<bool>, Condvar),
}

impl Progress {
    /// Of so many inputs of so many bytes.
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
            nobody: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            weighed: AtomicU64::new(0),
            recorded: AtomicU64::new(0),
            bar,
            over: (Mutex::new(false), Condvar::new()),
        }
    }

    /// One more input is in the journal.
    pub(super) fn finished(&self, record: &Record, end: End, weight: u64) {
        let counter = match end {
            End::Done => &self.analysed,
            End::NobodyRuns => &self.nobody,
            End::Failed => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        self.weighed.fetch_add(weight, Ordering::Relaxed);
        if let Done::Row(row, _) = &record.done {
            // Not finite or negative comes out as zero.
            self.recorded.fetch_add((row.seconds * 1000.0) as u64, Ordering::Relaxed);
        }
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
                    bar.set_message(self.words());
                    bar.set_position(self.done());
                }
                None => tell(&format!("{} of {}: {}", self.done(), self.inputs, self.words())),
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
        [&self.analysed, &self.nobody, &self.failed].iter().map(|n| n.load(Ordering::Relaxed)).sum()
    }

    /// `3.1 runs/s, 2.4 h recorded, 4 failed, about 40 s left`
    fn words(&self) -> String {
        let seconds = self.began.elapsed().as_secs_f64();
        let hours = self.recorded.load(Ordering::Relaxed) as f64 / 3.6e6;
        let failed = self.failed.load(Ordering::Relaxed);
        let mut words =
            format!("{:.1} runs/s, {hours:.1} h recorded", self.done() as f64 / seconds.max(1e-3));
        if failed > 0 {
            words.push_str(&format!(", {failed} failed"));
        }
        // Time goes with bytes: the largest come first, so their count would promise too much.
        let (done, all) = (self.weighed.load(Ordering::Relaxed) as f64, self.weight as f64);
        if done > 0.0 && done < all {
            words.push_str(&format!(", about {} left", duration(seconds * (all - done) / done)));
        }
        words
    }

    /// The closing line; `before` were finished by an earlier process.
    pub(super) fn summary(&self, before: usize) {
        let count = |n: &AtomicU64| n.load(Ordering::Relaxed);
        let seconds = self.began.elapsed().as_secs_f64();
        let hours = count(&self.recorded) as f64 / 3.6e6;
        let mut words = format!(
            "{} analysed, {} without running, {} failed in {}",
            count(&self.analysed),
            count(&self.nobody),
            count(&self.failed),
            if seconds < 10.0 { format!("{seconds:.1} s") } else { duration(seconds) }
        );
        if self.done() > 0 {
            words.push_str(&format!(" ({:.1} h of recordings a minute)", hours / (seconds / 60.0).max(1e-6)));
        }
        if before > 0 {
            words.push_str(&format!("; {before} were finished before"));
        }
        tell(&words);
    }
}

/// A line on standard error; nothing can be done where that is closed.
pub(super) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
