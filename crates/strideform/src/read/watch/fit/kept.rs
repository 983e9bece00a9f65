//! What is kept of a file while it is decoded: the messages and fields that this reader uses, within a bound on memory.
//!
//! A byte of a FIT file may become a message of its own; what nobody asks for is dropped before it takes space.

use std::mem::size_of;

use rustyfit::profile::mesgdef::{
    AccelerometerData, Activity, FieldDescription, FileId, GyroscopeData, Lap, Record, Session,
    ThreeDSensorCalibration,
};
use rustyfit::profile::typedef::MesgNum;
use rustyfit::proto::{DeveloperField, Field, Message, Value};

use crate::error::Error;
use crate::read::errors::unusable;

/// Memory for the messages of a file, in bytes (*chosen*: a day of records with running dynamics takes 80 MB, a day of raw
/// samples at 100 Hz 160 MB).
const MAX_MEMORY: usize = 192 << 20;
/// Sessions of a file (*chosen*: a multisport activity has five; a year of two activities a day in one chained file fits).
const MAX_SESSIONS: usize = 1000;

/// The fields of a kind of message that are used; `None` for a kind that is not.
fn wanted(kind: MesgNum) -> Option<&'static [u8]> {
    Some(match kind {
        MesgNum::FILE_ID => &[FileId::MANUFACTURER, FileId::PRODUCT_NAME],
        MesgNum::SPORT => &[0],
        MesgNum::FIELD_DESCRIPTION => &[
            FieldDescription::DEVELOPER_DATA_INDEX,
            FieldDescription::FIELD_DEFINITION_NUMBER,
            FieldDescription::FIELD_NAME,
            FieldDescription::UNITS,
            FieldDescription::SCALE,
            FieldDescription::OFFSET,
        ],
        MesgNum::SESSION => &[
            Session::START_TIME,
            Session::TIMESTAMP,
            Session::TOTAL_ELAPSED_TIME,
            Session::SPORT,
            Session::SUB_SPORT,
            Session::TOTAL_DISTANCE,
            Session::TOTAL_TIMER_TIME,
            Session::TOTAL_CYCLES,
            Session::TOTAL_FRACTIONAL_CYCLES,
        ],
        MesgNum::ACTIVITY => &[Activity::TIMESTAMP, Activity::LOCAL_TIMESTAMP],
        MesgNum::LAP => &[
            Lap::START_TIME,
            Lap::TOTAL_DISTANCE,
            Lap::TOTAL_TIMER_TIME,
            Lap::TOTAL_CYCLES,
            Lap::TOTAL_FRACTIONAL_CYCLES,
        ],
        MesgNum::RECORD => &[
            Record::TIMESTAMP,
            Record::DISTANCE,
            Record::ENHANCED_SPEED,
            Record::SPEED,
            Record::HEART_RATE,
            Record::POWER,
            Record::VERTICAL_OSCILLATION,
            Record::STANCE_TIME,
            Record::STANCE_TIME_PERCENT,
            Record::VERTICAL_RATIO,
            Record::STANCE_TIME_BALANCE,
            Record::STEP_LENGTH,
            Record::CADENCE,
            Record::FRACTIONAL_CADENCE,
            Record::CADENCE256,
        ],
        MesgNum::THREE_D_SENSOR_CALIBRATION => &[
            ThreeDSensorCalibration::SENSOR_TYPE,
            ThreeDSensorCalibration::CALIBRATION_FACTOR,
            ThreeDSensorCalibration::CALIBRATION_DIVISOR,
            ThreeDSensorCalibration::LEVEL_SHIFT,
            ThreeDSensorCalibration::OFFSET_CAL,
            ThreeDSensorCalibration::ORIENTATION_MATRIX,
        ],
        MesgNum::ACCELEROMETER_DATA => &[
            AccelerometerData::TIMESTAMP,
            AccelerometerData::TIMESTAMP_MS,
            AccelerometerData::SAMPLE_TIME_OFFSET,
            AccelerometerData::ACCEL_X,
            AccelerometerData::ACCEL_Y,
            AccelerometerData::ACCEL_Z,
            AccelerometerData::CALIBRATED_ACCEL_X,
            AccelerometerData::CALIBRATED_ACCEL_Y,
            AccelerometerData::CALIBRATED_ACCEL_Z,
            AccelerometerData::COMPRESSED_CALIBRATED_ACCEL_X,
            AccelerometerData::COMPRESSED_CALIBRATED_ACCEL_Y,
            AccelerometerData::COMPRESSED_CALIBRATED_ACCEL_Z,
        ],
        MesgNum::GYROSCOPE_DATA => &[
            GyroscopeData::TIMESTAMP,
            GyroscopeData::TIMESTAMP_MS,
            GyroscopeData::SAMPLE_TIME_OFFSET,
            GyroscopeData::GYRO_X,
            GyroscopeData::GYRO_Y,
            GyroscopeData::GYRO_Z,
            GyroscopeData::CALIBRATED_GYRO_X,
            GyroscopeData::CALIBRATED_GYRO_Y,
            GyroscopeData::CALIBRATED_GYRO_Z,
        ],
        _ => return None,
    })
}

/// The messages that were kept so far, in their order.
#[derive(Debug, Default)]
pub(super) struct Kept {
    messages: Vec<Message>,
    memory: usize,
    sessions: usize,
}

impl Kept {
    /// Takes in a message: all of it that is used. Nothing more is kept once a bound is reached.
    pub(super) fn push(&mut self, message: &Message) {
        if self.is_full() {
            return;
        }
        let Some(wanted) = wanted(message.num) else { return };
        // A field that is repeated counts once, as it is read once.
        let field = |num: &u8| message.fields.iter().find(|field| field.num == *num);
        let fields: Vec<Field> = wanted.iter().filter_map(field).cloned().collect();
        let developer_fields = match message.num {
            MesgNum::RECORD => message.developer_fields.clone(),
            _ => Vec::new(),
        };
        if fields.is_empty() && developer_fields.is_empty() {
            return;
        }
        self.sessions += usize::from(message.num == MesgNum::SESSION);
        let kept = Message { header: message.header, num: message.num, fields, developer_fields };
        self.memory += memory(&kept);
        self.messages.push(kept);
    }

    fn is_full(&self) -> bool {
        self.memory > MAX_MEMORY || self.sessions > MAX_SESSIONS
    }

    /// True before the first message that is used.
    pub(super) fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// All that was kept.
    ///
    /// # Errors
    ///
    /// A file that holds more than the bounds allow.
    pub(super) fn into_messages(self) -> Result<Vec<Message>, Error> {
        let split = |what: String| {
            Err(unusable(what).with_remedy("export the activities one by one, or split the recording"))
        };
        if self.sessions > MAX_SESSIONS {
            return split(format!("the FIT file holds more than {MAX_SESSIONS} sessions"));
        }
        if self.memory > MAX_MEMORY {
            return split(format!("the messages of the FIT file take more than {} MB", MAX_MEMORY >> 20));
        }
        Ok(self.messages)
    }
}

/// What the allocator takes for a piece of memory beside the piece (*measured*: files of two million small records).
const PIECE: usize = 16;

/// What a message takes.
fn memory(message: &Message) -> usize {
    let fields = size_of::<Field>() * message.fields.len()
        + size_of::<DeveloperField>() * message.developer_fields.len();
    let values = message.fields.iter().map(|field| &field.value);
    let values = values.chain(message.developer_fields.iter().map(|field| &field.value));
    // When the list of messages is full, one of double the size takes its place beside it.
    3 * size_of::<Message>() + 2 * PIECE + fields + values.map(heap).sum::<usize>()
}

/// What a value takes beside itself.
fn heap(value: &Value) -> usize {
    match value {
        Value::VecInt8(v) => v.capacity(),
        Value::VecUint8(v) => v.capacity(),
        Value::VecInt16(v) => 2 * v.capacity(),
        Value::VecUint16(v) => 2 * v.capacity(),
        Value::VecInt32(v) => 4 * v.capacity(),
        Value::VecUint32(v) => 4 * v.capacity(),
        Value::VecFloat32(v) => 4 * v.capacity(),
        Value::VecInt64(v) => 8 * v.capacity(),
        Value::VecUint64(v) => 8 * v.capacity(),
        Value::VecFloat64(v) => 8 * v.capacity(),
        Value::String(text) => text.capacity(),
        Value::VecString(texts) => texts.iter().map(|text| size_of::<String>() + text.capacity()).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustyfit::profile::ProfileType;

    fn message(num: MesgNum, fields: &[u8]) -> Message {
        let field = |num: &u8| Field {
            num: *num,
            profile_type: ProfileType::UINT8,
            is_expanded: false,
            value: Value::Uint8(1),
        };
        Message { num, fields: fields.iter().map(field).collect(), ..Message::default() }
    }

    #[test]
    fn unused_messages_and_fields_take_no_space() {
        let mut kept = Kept::default();
        for _ in 0..1000 {
            kept.push(&message(MesgNum::DEVICE_INFO, &[1, 2, 3]));
            kept.push(&message(MesgNum::RECORD, &[]));
            kept.push(&message(MesgNum::RECORD, &[200, 201]));
        }
        assert!(kept.is_empty());
        kept.push(&message(MesgNum::RECORD, &[200, Record::TIMESTAMP, Record::SPEED, Record::SPEED]));
        let messages = kept.into_messages().expect("within the bounds");
        let nums: Vec<u8> = messages[0].fields.iter().map(|field| field.num).collect();
        assert_eq!(nums, [Record::TIMESTAMP, Record::SPEED]);
    }

    #[test]
    fn sessions_and_memory_are_bounded() {
        let mut kept = Kept::default();
        for _ in 0..MAX_SESSIONS {
            kept.push(&message(MesgNum::SESSION, &[Session::START_TIME]));
        }
        assert!(!kept.is_full());
        kept.push(&message(MesgNum::SESSION, &[Session::START_TIME]));
        assert!(kept.into_messages().is_err_and(|e| e.message().contains("1000 sessions")));

        let mut kept = Kept::default();
        let most = MAX_MEMORY / (2 * size_of::<Message>()) + 1;
        for _ in 0..most {
            kept.push(&message(MesgNum::RECORD, &[Record::TIMESTAMP]));
        }
        assert!(kept.is_full() && kept.messages.len() < most);
        assert!(kept.into_messages().is_err_and(|e| e.message().contains("192 MB")));
    }
}
