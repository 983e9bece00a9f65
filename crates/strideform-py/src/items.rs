//! Inputs: paths, bytes or columns of arrays, as sorted by the Python side.

use std::path::PathBuf;

use numpy::{PyReadonlyArray1, PyUntypedArrayMethods};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use strideform::pipeline;
use strideform::read::{self, Cells, Column, Input, ReadOptions, Source};
use strideform::recording::{Placement, Session};
use strideform::report::InputHash;
use strideform::{Error, ErrorKind};

use crate::errors::raised;
use crate::reading::placement;

/// One input, holding its arrays.
pub(crate) enum Item<'py> {
    /// Text as on the command line: `shank-left=run.csv`.
    Text(String),
    /// A path that is never split.
    File(PathBuf, Option<Placement>),
    /// A file's content.
    Bytes(String, Option<Placement>, Vec<u8>),
    /// Columns.
    Columns(String, Option<Placement>, Vec<Held<'py>>),
}

/// A column with its array.
pub(crate) struct Held<'py> {
    name: String,
    role: Option<String>,
    cells: HeldCells<'py>,
}

enum HeldCells<'py> {
    Numbers(PyReadonlyArray1<'py, f64>),
    Instants(PyReadonlyArray1<'py, i64>),
    Other(String, usize),
}

/// One input without Python objects, usable while the interpreter is released.
pub(crate) enum Plain<'a> {
    Input(Input),
    Columns(&'a str, Option<Placement>, Vec<Column<'a>>),
}

/// (`kind`, name, placement, payload): see `_source.py`.
pub(crate) fn items<'py>(py: Python<'py>, list: &[Bound<'py, PyAny>]) -> PyResult<Vec<Item<'py>>> {
    list.iter().map(|item| one(py, item)).collect()
}

fn one<'py>(py: Python<'py>, item: &Bound<'py, PyAny>) -> PyResult<Item<'py>> {
    let (kind, name, place, payload): (String, String, Option<String>, Bound<'py, PyAny>) = item.extract()?;
    let place = place.as_deref().map(placement).transpose().map_err(|e| raised(py, &e))?;
    match kind.as_str() {
        "text" => Ok(Item::Text(name)),
        "file" => Ok(Item::File(PathBuf::from(name), place)),
        "bytes" => Ok(Item::Bytes(name, place, payload.extract()?)),
        "columns" => {
            let columns: Vec<Bound<'py, PyAny>> = payload.extract()?;
            Ok(Item::Columns(name, place, columns.iter().map(column).collect::<PyResult<_>>()?))
        }
        other => Err(PyValueError::new_err(format!("unknown kind of input: {other}"))),
    }
}

fn column<'py>(item: &Bound<'py, PyAny>) -> PyResult<Held<'py>> {
    let (name, role, values): (String, Option<String>, Bound<'py, PyAny>) = item.extract()?;
    let cells = if let Ok(numbers) = values.extract::<PyReadonlyArray1<'py, f64>>() {
        HeldCells::Numbers(numbers)
    } else if let Ok(instants) = values.extract::<PyReadonlyArray1<'py, i64>>() {
        HeldCells::Instants(instants)
    } else {
        let (what, rows): (String, usize) = values.extract()?;
        HeldCells::Other(what, rows)
    };
    let contiguous = match &cells {
        HeldCells::Numbers(a) => a.is_c_contiguous(),
        HeldCells::Instants(a) => a.is_c_contiguous(),
        HeldCells::Other(..) => true,
    };
    if !contiguous {
        return Err(PyTypeError::new_err(format!("the column {name} must be contiguous")));
    }
    Ok(Held { name, role, cells })
}

impl Item<'_> {
    /// The same, borrowing the arrays.
    pub(crate) fn plain(&self) -> Result<Plain<'_>, Error> {
        let recording =
            |source, placement| Plain::Input(Input::Recording { source, placement, device: None });
        Ok(match self {
            Self::Text(text) => Plain::Input(Input::from(text.as_str())),
            Self::File(path, given) => Plain::Input(match (Input::from_path(path), given) {
                (Input::Session(_), Some(_)) => {
                    return Err(usage("session.toml already says where the sensors sit"));
                }
                (Input::Recording { source, placement, device }, given) => {
                    Input::Recording { source, placement: given.or(placement), device }
                }
                (session, None) => session,
            }),
            Self::Bytes(name, placement, bytes) => {
                recording(Source::Bytes { name: name.clone(), bytes: bytes.clone() }, *placement)
            }
            Self::Columns(name, placement, columns) => {
                let columns = columns.iter().map(Held::plain).collect::<Result<_, _>>()?;
                Plain::Columns(name, *placement, columns)
            }
        })
    }
}

fn usage(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, text)
}

impl Held<'_> {
    fn plain(&self) -> Result<Column<'_>, Error> {
        let scattered = || usage(format!("the column {} is not contiguous", self.name));
        let cells = match &self.cells {
            HeldCells::Numbers(array) => Cells::Numbers(array.as_slice().map_err(|_| scattered())?),
            HeldCells::Instants(array) => Cells::Instants(array.as_slice().map_err(|_| scattered())?),
            HeldCells::Other(what, rows) => Cells::Other(what, *rows),
        };
        Ok(Column { name: &self.name, role: self.role.as_deref(), cells })
    }
}

/// All inputs, borrowing the arrays; mistakes are found before any file is opened.
pub(crate) fn plain<'a>(items: &'a [Item<'_>], options: &ReadOptions) -> Result<Vec<Plain<'a>>, Error> {
    let texts = items.iter().enumerate().filter_map(|(i, item)| match item {
        Item::Text(text) => Some((i, text.as_str())),
        Item::File(path, _) => Some((i, path.to_str()?)),
        _ => None,
    });
    let texts: Vec<(usize, &str)> = texts.collect();
    if let Some((_, twice)) = texts.iter().find(|(i, text)| texts.iter().any(|(j, t)| j < i && t == text)) {
        return Err(usage(format!("the input {twice} is given twice")));
    }
    let out = items.iter().map(Item::plain).collect::<Result<Vec<_>, _>>()?;
    // Checked by the library where it can; columns have neither a session nor a device.
    let known: Vec<Input> = out.iter().map(Plain::described).collect();
    Input::check(&known, options).map_err(|error| match out.len() {
        0 | 1 => error,
        _ => error.with_remedy("e.g. {\"shank-left\": left, \"shank-right\": right}"),
    })?;
    Ok(out)
}

impl Plain<'_> {
    /// The input without the content of its columns.
    fn described(&self) -> Input {
        match self {
            Self::Input(Input::Recording { placement, device, .. }) => {
                Input::Recording { source: nothing(), placement: *placement, device: device.clone() }
            }
            Self::Input(Input::Session(path)) => Input::Session(path.clone()),
            Self::Columns(_, placement, _) => {
                Input::Recording { source: nothing(), placement: *placement, device: None }
            }
        }
    }

    /// The options for this input.
    pub(crate) fn options(&self, options: &ReadOptions) -> ReadOptions {
        match self {
            Self::Input(input) => input.options(options),
            Self::Columns(..) => self.described().options(options),
        }
    }
}

fn nothing() -> Source {
    Source::Bytes { name: String::new(), bytes: Vec::new() }
}

/// SHA-256 of everything that was read: files, bytes, and the columns of arrays as little-endian doubles or integers.
pub(crate) fn hashes(inputs: &[Plain<'_>], session: &Session) -> Vec<InputHash> {
    let files: Vec<Input> = inputs
        .iter()
        .filter_map(|input| match input {
            Plain::Input(Input::Recording { source: Source::Bytes { .. }, .. }) | Plain::Columns(..) => None,
            Plain::Input(input) => Some(input.clone()),
        })
        .collect();
    // Bytes and arrays may be named like a file, which was not read.
    let mut out = if files.is_empty() { Vec::new() } else { pipeline::input_hashes(session, &files) };
    for input in inputs {
        match input {
            Plain::Input(Input::Recording { source: Source::Bytes { name, bytes }, .. }) => {
                out.push(InputHash::of_bytes(name, [bytes.as_slice()]));
            }
            Plain::Input(_) => {}
            Plain::Columns(name, _, columns) => {
                let columns: Vec<Vec<u8>> = columns.iter().map(|c| little_endian(&c.cells)).collect();
                out.push(InputHash::of_bytes(name, columns.iter().map(Vec::as_slice)));
            }
        }
    }
    out
}

fn little_endian(cells: &Cells<'_>) -> Vec<u8> {
    match cells {
        Cells::Numbers(values) => {
            let mut out = Vec::with_capacity(8 * values.len());
            values.iter().for_each(|v| out.extend_from_slice(&v.to_le_bytes()));
            out
        }
        Cells::Instants(values) => {
            let mut out = Vec::with_capacity(8 * values.len());
            values.iter().for_each(|v| out.extend_from_slice(&v.to_le_bytes()));
            out
        }
        _ => Vec::new(),
    }
}

/// Reads every input into one session.
pub(crate) fn session(inputs: &[Plain<'_>], options: &ReadOptions) -> Result<Session, Error> {
    let mut session = Session::default();
    for input in inputs {
        session.append(match input {
            Plain::Input(input) => input.read(options)?,
            Plain::Columns(name, _, columns) => {
                let recording = read::columns(name, columns, &input.options(options))?;
                Session::default().with_recordings(vec![recording])
            }
        });
    }
    Ok(session)
}
