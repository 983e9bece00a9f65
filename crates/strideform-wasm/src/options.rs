//! The options of a call, as JSON; every key is optional.

use std::collections::BTreeMap;

use serde::Deserialize;
use strideform::pipeline::AnalysisOptions;
use strideform::read::{ColumnOverrides, ReadOptions, UnitOverrides};
use strideform::recording::{Edits, Placement, Run, Runner, Session, Symptom};
use strideform::{Error, ErrorKind};

/// What the command line takes as options, and what it reads from `session.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Options {
    read: ReadTable,
    runner: Runner,
    run: Run,
    /// Replace those of the session.
    symptoms: Option<Vec<Symptom>>,
    /// Corrections by hand; replace those of the session.
    edits: Option<Edits>,
    /// Method by stage.
    methods: BTreeMap<String, String>,
    /// Findings even where a sensor moves as if worn elsewhere: `--trust-placement`.
    trust_placement: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ReadTable {
    placement: Option<Placement>,
    device: Option<String>,
    rate_hz: Option<f64>,
    /// As on the command line: `time=ms,acc=g`.
    units: Option<String>,
    /// As on the command line: `time=t,acc=ax:ay:az`.
    columns: Option<String>,
    skip_bad_rows: bool,
}

impl Options {
    /// Parses the options; an empty text is the default.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(text).map_err(|e| Error::new(ErrorKind::Usage, format!("the options: {e}")))
    }

    /// How to read the files.
    pub(crate) fn read(&self) -> Result<ReadOptions, Error> {
        let table = &self.read;
        let units = table.units.as_deref().map(str::parse::<UnitOverrides>).transpose()?;
        let columns = table.columns.as_deref().map(str::parse::<ColumnOverrides>).transpose()?;
        let mut options = ReadOptions::default()
            .with_rate_hz(table.rate_hz)
            .with_units(units.unwrap_or_default())
            .with_columns(columns.unwrap_or_default())
            .with_skip_bad_rows(table.skip_bad_rows)
            .with_placement(table.placement);
        options.device.clone_from(&table.device);
        Ok(options)
    }

    /// How to analyse them.
    pub(crate) fn analysis(&self) -> Result<AnalysisOptions, Error> {
        let mut options = AnalysisOptions::default();
        for (stage, id) in &self.methods {
            options.choose(stage, id)?;
        }
        options.trust_placement = self.trust_placement;
        Ok(match &self.edits {
            Some(edits) => options.with_edits(edits.clone()),
            None => options,
        })
    }

    /// Runner, run and symptoms, which override what the files say.
    pub(crate) fn apply(&self, session: &mut Session) {
        fn set<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        let (runner, run) = (&mut session.runner, &mut session.run);
        set(&mut runner.id, &self.runner.id);
        set(&mut runner.mass_kg, &self.runner.mass_kg);
        set(&mut runner.height_cm, &self.runner.height_cm);
        set(&mut runner.leg_length_cm, &self.runner.leg_length_cm);
        set(&mut run.started, &self.run.started);
        set(&mut run.speed_mps, &self.run.speed_mps);
        set(&mut run.slope_percent, &self.run.slope_percent);
        set(&mut run.surface, &self.run.surface);
        if let Some(symptoms) = &self.symptoms {
            session.symptoms.clone_from(symptoms);
        }
    }
}
