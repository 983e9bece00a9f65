//! Which sensor an edit means, and the session with its sensors as edited.

use crate::error::{Error, ErrorKind};

use super::edits::{Edits, mirror};
use super::placement::{Placement, Segment};
use super::session::{Recording, Session};

/// Names listed in a message.
const MAX_LISTED: usize = 12;

impl Edits {
    /// Checks that the session has every sensor that is named.
    ///
    /// # Errors
    ///
    /// [`Usage`](crate::ErrorKind::Usage) for a sensor that the session does not have.
    pub fn check(&self, session: &Session) -> Result<(), Error> {
        check(self, session)
    }

    /// True if an edit changes placements or samples, as opposed to what is made of them.
    pub(crate) fn changes_recordings(&self) -> bool {
        !(self.swap_sides.is_empty() && self.placement.is_empty() && self.axis.is_empty())
    }

    /// The session with its sensors where, and as, they were worn. Sensors that it does not have are ignored.
    pub(crate) fn apply_to(&self, session: &Session) -> Session {
        let mut out = session.clone();
        for recording in &mut out.recordings {
            let read = recording.placement;
            if let Some(placed) =
                self.placement.iter().find(|(s, _)| is_sensor(s, recording, read)).map(|(_, p)| *p)
            {
                recording.placement = placed;
            }
            let worn = recording.placement;
            if let Some(mounting) =
                self.axis.iter().find(|(s, _)| is_sensor(s, recording, worn)).map(|(_, m)| *m)
            {
                mounting.apply(&mut recording.signals);
            }
            if self.swaps(recording, worn) {
                recording.placement.side = worn.side.other();
                if !worn.is_leg() && worn.segment != Segment::Wrist {
                    mirror(&mut recording.signals);
                }
            }
        }
        out
    }
}

impl Edits {
    /// True if left and right of a sensor are exchanged.
    fn swaps(&self, recording: &Recording, worn: Placement) -> bool {
        self.swap_sides.iter().filter(|s| is_sensor(s, recording, worn)).count() % 2 == 1
    }
}

/// True if `name` means this recording, taken to be worn at `placement`.
pub(crate) fn is_sensor(name: &str, recording: &Recording, placement: Placement) -> bool {
    names_file(name, &recording.file, recording.device.as_deref())
        || name == placement.segment.as_str()
        || name.parse::<Placement>() == Ok(placement)
}

/// True if `name` means this file, or a device in it: with or without the folder, and one of several joined files is enough.
pub(crate) fn names_file(name: &str, file: &str, device: Option<&str>) -> bool {
    let whole = |file: &str| {
        let of_device = |d: &str| name.strip_prefix(file).and_then(|rest| rest.strip_prefix('#')) == Some(d);
        name == file || device.is_some_and(of_device)
    };
    let either = |file: &str| whole(file) || whole(file.rsplit(['/', '\\']).next().unwrap_or(file));
    either(file) || file.split('+').any(either)
}

/// Every sensor that is named exists.
fn check(edits: &Edits, session: &Session) -> Result<(), Error> {
    let read = |recording: &Recording| recording.placement;
    let worn = |recording: &Recording| {
        let read = recording.placement;
        let placed = edits.placement.iter().find(|(name, _)| is_sensor(name, recording, read));
        placed.map_or(read, |(_, placement)| *placement)
    };
    let shown = |recording: &Recording| {
        let worn = worn(recording);
        if edits.swaps(recording, worn) { Placement::new(worn.segment, worn.side.other()) } else { worn }
    };
    let of_contacts = edits.moved.iter().map(|c| &c.sensor);
    let of_contacts = of_contacts.chain(edits.added.iter().map(|c| &c.sensor));
    let of_contacts = of_contacts.chain(edits.removed.iter().map(|c| &c.sensor)).flatten();
    type Named<'a> = (Vec<&'a String>, &'a dyn Fn(&Recording) -> Placement);
    let names: [Named<'_>; 3] = [
        (edits.placement.keys().collect(), &read),
        (edits.swap_sides.iter().chain(edits.axis.keys()).collect(), &worn),
        (of_contacts.collect(), &shown),
    ];
    for (names, placement) in names {
        let is_there = |name: &String| session.recordings.iter().any(|r| is_sensor(name, r, placement(r)));
        if let Some(name) = names.into_iter().find(|name| !is_there(name)) {
            return Err(missing(name, session, placement));
        }
    }
    Ok(())
}

fn missing(name: &str, session: &Session, placement: &dyn Fn(&Recording) -> Placement) -> Error {
    let mut known: Vec<String> = session
        .recordings
        .iter()
        .map(|r| {
            let base = r.file.rsplit(['/', '\\']).next().unwrap_or(&r.file);
            format!("{} ({base})", placement(r))
        })
        .collect();
    known.truncate(MAX_LISTED);
    Error::new(ErrorKind::Usage, format!("the edits name the sensor `{name}`, which this run does not have"))
        .with_remedy(format!("its sensors are: {}", known.join(", ")))
}
