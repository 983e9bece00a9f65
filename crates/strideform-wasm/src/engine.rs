//! The calls that JavaScript makes.

use std::collections::BTreeMap;

use strideform::findings::RuleTable;
use strideform::pipeline::AnalysisOptions;
use strideform::read::{self, NamedBytes, ReadOptions};
use strideform::recording::Session;
use strideform::report::{Analysis, InputHash};
use strideform::view::Tiles;
use strideform::{pipeline, season};
use strideform_render::{catalogue, csv, html, json, text};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Failure, Outcome};
use crate::options::Options;
use crate::{compare, demo, inspect, signals};

/// The files of one run, and what was made of them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    files: Vec<NamedBytes>,
    /// As read with these options; reading takes longer than everything else.
    session: Option<(ReadOptions, Session)>,
    /// One per recording of the session, made when it is first shown.
    tiles: Vec<Option<Tiles>>,
    analysis: Option<Analysis>,
    /// Of files that are still as they were added.
    hashes: BTreeMap<String, InputHash>,
}

#[wasm_bindgen]
impl Engine {
    /// Without files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        panics::remember();
        Self::default()
    }

    /// The version of the library.
    pub fn version() -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// The message of the last panic, after a trap.
    pub fn last_panic() -> String {
        panics::last()
    }

    /// Adds a file, or replaces the file of this name.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.forget();
        self.hashes.remove(&name);
        self.files.retain(|file| file.name != name);
        self.files.push(NamedBytes::new(name, bytes));
    }

    /// Removes the file of this name.
    pub fn remove(&mut self, name: &str) {
        self.forget();
        self.hashes.remove(name);
        self.files.retain(|file| file.name != name);
    }

    /// Removes all files.
    pub fn clear(&mut self) {
        self.forget();
        self.hashes.clear();
        self.files.clear();
    }

    /// How one file was read: `strideform inspect FILE --format json`.
    pub fn inspect(&self, name: &str, options: &str) -> String {
        document(self.file(name).and_then(|file| inspect::file(file, &Options::parse(options)?)))
    }

    /// How the files of the session were read: `strideform inspect SESSION --format json`.
    pub fn inspect_all(&mut self, options: &str) -> String {
        document(self.read(options).and_then(inspect::session))
    }

    /// `watch`, `saved` (an analysis), `zip`, `session` (a `session.toml`) or `samples`.
    pub fn kind(&self, name: &str) -> String {
        self.file(name).map_or("", inspect::kind).to_owned()
    }

    /// Analyses the files as one run: `strideform analyze SESSION --format json`.
    pub fn analyze(&mut self, options: &str) -> String {
        document(self.analysed(options).and_then(|analysis| Ok(json::document(analysis)?)))
    }

    /// The last analysis with what it takes to repeat it: `--json`. `options` are those of the analysis, `command` the arguments
    /// of the command line as JSON, `description` the `session.toml` that these arguments name, or nothing.
    ///
    /// Apart from `analyze`, so that only who saves the document waits for the hashes of its inputs.
    pub fn saved(&mut self, options: &str, command: &str, description: &str) -> String {
        document(self.with_provenance(options, command, description))
    }

    /// The report of the last analysis: `--html`.
    pub fn html(&self) -> String {
        document(self.last().and_then(|a| Ok(String::from_utf8_lossy(&html::page(a)?).into_owned())))
    }

    /// The last analysis as text for a terminal.
    pub fn text(&self) -> String {
        document(self.last().map(text::analysis))
    }

    /// Every contact of the last analysis with the values of its step, as CSV: `--strides`.
    pub fn strides(&self) -> String {
        document(self.last().and_then(|a| Ok(String::from_utf8_lossy(&csv::strides(a)?).into_owned())))
    }

    /// Every contact of the last analysis, as CSV: `--contacts`.
    pub fn contacts(&self) -> String {
        document(self.last().and_then(|a| Ok(String::from_utf8_lossy(&csv::contacts(a)?).into_owned())))
    }

    /// What a lane of the signal view shows between two times (s since the recording's first sample): start and length of a
    /// bucket, then the smallest and the largest value of each; not-a-number where there is no sample.
    ///
    /// The channel is `acc_x`, `acc_y`, `acc_z`, `acc_norm` (g), `gyr_x`, `gyr_y`, `gyr_z` or `gyr_norm` (°/s).
    pub fn tiles(
        &mut self,
        recording: usize,
        channel: &str,
        from_s: f64,
        to_s: f64,
        buckets: usize,
    ) -> Vec<f64> {
        let Some((_, session)) = &self.session else { return Vec::new() };
        let Some(shown) = session.recordings.get(recording) else { return Vec::new() };
        self.tiles.resize_with(session.recordings.len(), || None);
        let Some(tiles) = self.tiles.get_mut(recording) else { return Vec::new() };
        let tiles = tiles.get_or_insert_with(|| Tiles::of(shown));
        signals::extremes(tiles, shown, channel, (from_s, to_s), buckets)
    }

    /// The recordings of the session as the lanes of a signal view: placement, start on the common clock, length, channels.
    pub fn lanes(&mut self, options: &str) -> String {
        document(self.read(options).and_then(signals::lanes))
    }

    /// Compares two saved analyses: `strideform compare BEFORE.json AFTER.json --format json`.
    pub fn compare(&self, before: &str, after: &str) -> String {
        document(compare::json(before, after))
    }

    /// The comparison as a page.
    pub fn compare_html(&self, before: &str, after: &str) -> String {
        document(compare::html(before, after))
    }

    /// The season of all files: `strideform trend FILES --format json`.
    pub fn trend(&self) -> String {
        let trend = season::from_bytes(&self.files, &AnalysisOptions::default());
        document(trend.map_err(Failure::from).and_then(|trend| Ok(json::document(&trend)?)))
    }

    /// `metrics`, `methods` or `faults`: the list of the command line as JSON.
    pub fn list(what: &str) -> String {
        document(match what {
            "metrics" => json::document(&strideform::metrics::catalogue()).map_err(Into::into),
            "methods" => json::document(&catalogue::methods()).map_err(Into::into),
            "faults" => json::document(&catalogue::faults(&RuleTable::embedded())).map_err(Into::into),
            other => Err(Failure::Internal(format!("there is no list of {other}"))),
        })
    }

    /// Replaces the files by those of a virtual runner: `hip-drop`, `cued` (the same runner after a cue), `misplaced` (one
    /// sensor under a wrong name) or `even`. Returns the names of the files.
    pub fn demo(&mut self, which: &str) -> String {
        document(demo::files(which).and_then(|files| {
            self.clear();
            self.files = files;
            let names: Vec<&str> = self.files.iter().map(|f| f.name.as_str()).collect();
            Ok(json::document(&names)?)
        }))
    }

    /// The content of a file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        self.file(name).map(|file| file.bytes.clone()).unwrap_or_default()
    }
}

impl Engine {
    fn forget(&mut self) {
        self.session = None;
        self.tiles.clear();
        self.analysis = None;
    }

    fn file(&self, name: &str) -> Result<&NamedBytes, Failure> {
        self.files
            .iter()
            .find(|file| file.name == name)
            .ok_or_else(|| Failure::Internal(format!("there is no file called {name}")))
    }

    fn last(&self) -> Result<&Analysis, Failure> {
        self.analysis.as_ref().ok_or_else(|| Failure::Internal("nothing has been analysed yet".to_owned()))
    }

    fn with_provenance(&mut self, options: &str, command: &str, description: &str) -> Outcome {
        let mut analysis = self.last()?.clone();
        let options = Options::parse(options)?.analysis()?;
        let command: Vec<String> =
            serde_json::from_str(command).map_err(|e| Failure::Internal(format!("the command: {e}")))?;
        let mut inputs = self.input_hashes();
        if !description.is_empty() {
            inputs.push(InputHash::of_bytes("session.toml", [description.as_bytes()]));
        }
        inputs.sort_by(|a, b| a.file.cmp(&b.file));
        let mut made = pipeline::provenance(&analysis, &options, None, inputs);
        made.command = Some(command).filter(|arguments| !arguments.is_empty());
        analysis.provenance = Some(made);
        Ok(json::document(&analysis)?)
    }

    /// Of the files that the session was read from; each is hashed once.
    fn input_hashes(&mut self) -> Vec<InputHash> {
        let Some((_, session)) = &self.session else { return Vec::new() };
        let recordings = session.recordings.iter().map(|r| r.file.as_str());
        let names: Vec<&str> = recordings.chain(session.watches.iter().map(|w| w.file.as_str())).collect();
        // `acc.csv+gyr.csv` names two files.
        let named = |file: &NamedBytes| {
            names.iter().any(|name| *name == file.name || name.split('+').any(|part| part == file.name))
        };
        let hashes = &mut self.hashes;
        let hash = |file: &NamedBytes| {
            let new = || InputHash::of_bytes(&file.name, [file.bytes.as_slice()]);
            hashes.entry(file.name.clone()).or_insert_with(new).clone()
        };
        self.files.iter().filter(|file| named(file)).map(hash).collect()
    }

    /// The session, read anew only if the options for reading have changed.
    fn read(&mut self, options: &str) -> Result<&Session, Failure> {
        let wanted = Options::parse(options)?.read()?;
        let session = match self.session.take().filter(|(with, _)| *with == wanted) {
            Some((_, session)) => session,
            None => {
                self.tiles.clear();
                read::session_from_bytes(&self.files, &wanted)?
            }
        };
        Ok(&self.session.insert((wanted, session)).1)
    }

    fn analysed(&mut self, options: &str) -> Result<&Analysis, Failure> {
        self.read(options)?;
        let options = Options::parse(options)?;
        let Some((_, session)) = &mut self.session else {
            return Err(Failure::Internal("the session is gone".to_owned()));
        };
        let (runner, run, symptoms) = (session.runner.clone(), session.run.clone(), session.symptoms.clone());
        options.apply(session);
        let analysis = options.analysis().map(|options| pipeline::analyze(session, &options));
        // The session stays as it was read: what is overridden now may be taken back later.
        (session.runner, session.run, session.symptoms) = (runner, run, symptoms);
        let mut analysis = analysis?;
        if !analysis.has_running() {
            return Err(Failure::NoRunning(inspect::no_running(&analysis)));
        }
        analysis.leave_out_folders();
        Ok(self.analysis.insert(analysis))
    }
}

fn document(outcome: Outcome) -> String {
    outcome.unwrap_or_else(|failure| failure.document())
}

mod panics {
    //! A panic ends the instance; its message is kept for whoever starts the next one.

    use std::sync::{Mutex, Once};

    static LAST: Mutex<String> = Mutex::new(String::new());
    static ONCE: Once = Once::new();

    pub(super) fn remember() {
        // Only where a panic ends everything: elsewhere it belongs to the caller.
        if cfg!(target_arch = "wasm32") {
            ONCE.call_once(|| {
                std::panic::set_hook(Box::new(|info| {
                    if let Ok(mut last) = LAST.lock() {
                        *last = info.to_string();
                    }
                }));
            });
        }
    }

    pub(super) fn last() -> String {
        LAST.lock().map(|last| last.clone()).unwrap_or_default()
    }
}
