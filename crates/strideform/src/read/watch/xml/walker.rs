//! One pass over a document that nobody vouches for.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::error::Error;
use crate::read::errors::{malformed, unusable};

/// Levels of elements (*chosen*: TCX and GPX with extensions have about ten).
const MAX_DEPTH: usize = 64;
/// Bytes of one tag, text or comment (*chosen*: real ones have less than a thousand; Apple's document type has 10 000).
const MAX_PIECE: u64 = 1 << 20;
/// Bytes of a document (*chosen*: eight times the largest health exports known).
const MAX_BYTES: u64 = 16 << 30;

/// What comes next.
pub(super) enum Step<'a> {
    /// An element begins; its name has no prefix.
    Open { name: &'a str, attributes: Attributes<'a> },
    /// An element ends; `text` is what stood directly in it.
    Close {
        name: &'a str,
        /// The element around it, empty for the outermost.
        parent: &'a str,
        text: &'a str,
    },
    /// The document is over.
    End,
}

/// Attributes of an element.
pub(super) struct Attributes<'a>(BytesStart<'a>);

impl Attributes<'_> {
    /// Calls `f` with the name, without prefix, and the value of every attribute.
    pub(super) fn each(&self, mut f: impl FnMut(&str, &str)) {
        for attribute in self.0.attributes().with_checks(false).flatten() {
            let local = attribute.key.local_name();
            f(local.as_ref(), &attribute.value);
        }
    }

    /// Calls `f` with the first attribute only.
    pub(super) fn first(&self, mut f: impl FnMut(&str, &str)) {
        if let Some(Ok(attribute)) = self.0.attributes().with_checks(false).next() {
            f(attribute.key.local_name().as_ref(), &attribute.value);
        }
    }

    /// The value of one attribute.
    pub(super) fn get(&self, wanted: &str) -> Option<String> {
        let mut out = None;
        self.each(|name, value| {
            if name == wanted {
                out = Some(unescaped(value));
            }
        });
        out
    }
}

/// The text with the five entities of XML itself resolved.
pub(super) fn unescaped(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

/// Reads elements in order.
pub(super) struct Walker<R: BufRead> {
    reader: Reader<Bounded<R>>,
    piece: Rc<Cell<u64>>,
    buffer: Vec<u8>,
    /// Names of the open elements, reused from element to element.
    names: Vec<String>,
    depth: usize,
    text: String,
    closed: String,
}

impl<R: BufRead> Walker<R> {
    pub(super) fn new(source: R) -> Self {
        let piece = Rc::new(Cell::new(0));
        let mut reader = Reader::from_reader(Bounded { source, piece: Rc::clone(&piece), whole: 0 });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            piece,
            buffer: Vec::new(),
            names: vec![String::new(); MAX_DEPTH + 1],
            depth: 0,
            text: String::new(),
            closed: String::new(),
        }
    }

    /// The next element that begins or ends.
    ///
    /// # Errors
    ///
    /// `Malformed` for XML that is not well formed, is cut off, defines entities, or exceeds a bound.
    pub(super) fn next(&mut self) -> Result<Step<'_>, Error> {
        loop {
            self.buffer.clear();
            self.piece.set(0);
            // Text may come in pieces, with comments between.
            if self.text.len() as u64 > MAX_PIECE {
                return Err(hostile("a text is larger than any recording's".to_owned()));
            }
            let position = self.reader.buffer_position();
            // Safe Rust cannot lend the buffer from within a loop, so the event is taken apart here.
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(start)) => {
                    if self.depth >= MAX_DEPTH {
                        return Err(hostile(format!("elements are nested more than {MAX_DEPTH} deep")));
                    }
                    self.depth += 1;
                    self.text.clear();
                    if let Some(slot) = self.names.get_mut(self.depth) {
                        slot.clear();
                        slot.push_str(start.local_name().as_ref());
                    }
                    let start = start.into_owned();
                    let name = self.names.get(self.depth).map_or("", String::as_str);
                    return Ok(Step::Open { name, attributes: Attributes(start) });
                }
                Ok(Event::End(_)) => {
                    let mut closed = std::mem::take(&mut self.closed);
                    if let Some(name) = self.names.get(self.depth) {
                        closed.clone_from(name);
                    }
                    self.closed = closed;
                    self.depth = self.depth.saturating_sub(1);
                    let text = std::mem::take(&mut self.text);
                    self.buffer.clear();
                    self.buffer.extend_from_slice(text.trim().as_bytes());
                    self.text = text;
                    self.text.clear();
                    return Ok(Step::Close {
                        name: &self.closed,
                        parent: self
                            .names
                            .get(self.depth)
                            .filter(|_| self.depth > 0)
                            .map_or("", String::as_str),
                        text: std::str::from_utf8(&self.buffer).unwrap_or_default(),
                    });
                }
                Ok(Event::Text(text)) => self.text.push_str(&text.xml10_content()),
                Ok(Event::CData(text)) => self.text.push_str(&text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => {
                    let known = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        _ => match reference.xml10_content().as_ref() {
                            "amp" => Some('&'),
                            "lt" => Some('<'),
                            "gt" => Some('>'),
                            "quot" => Some('"'),
                            "apos" => Some('\''),
                            _ => None,
                        },
                    };
                    let Some(c) = known else {
                        return Err(hostile("an entity is used that XML does not define".to_owned()));
                    };
                    self.text.push(c);
                }
                Ok(Event::DocType(text)) => {
                    if text.xml10_content().to_ascii_uppercase().contains("<!ENTITY") {
                        return Err(hostile("the document defines entities".to_owned()));
                    }
                }
                Ok(Event::Eof) => {
                    if self.depth > 0 {
                        return Err(malformed("the XML document is cut off")
                            .with_remedy("copy or export the file again: its end is missing"));
                    }
                    return Ok(Step::End);
                }
                Ok(_) => {}
                Err(quick_xml::Error::Io(e)) if e.kind() == io::ErrorKind::FileTooLarge => {
                    return Err(hostile(
                        "a tag, a text or the document is larger than any recording's".to_owned(),
                    ));
                }
                Err(e) => {
                    return Err(malformed(format!("byte {}: the XML is damaged ({e})", position + 1))
                        .with_remedy("copy or export the file again"));
                }
            }
        }
    }
}

fn hostile(what: String) -> Error {
    unusable(format!("{what}, which no training file does"))
        .with_remedy("export the activity again from the watch or portal itself")
}

/// Counts bytes, so that no piece and no document grows without end.
struct Bounded<R> {
    source: R,
    piece: Rc<Cell<u64>>,
    whole: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece.get() > MAX_PIECE || self.whole > MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.piece.set(self.piece.get() + n as u64);
        self.whole += n as u64;
        self.source.consume(n);
    }
}
