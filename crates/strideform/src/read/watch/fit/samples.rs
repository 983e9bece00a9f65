//! Raw samples of accelerometer and gyroscope: calibration applied, then read like any other recording.
//!
//! Calibration (FIT protocol, message `three_d_sensor_calibration`): orientation matrix · (raw − level shift − offset) ·
//! factor / divisor. The latest calibration of the sensor before a message applies; messages with calibrated values
//! need none.

use nalgebra::{Matrix3, Vector3};
use rustyfit::profile::mesgdef::{AccelerometerData, GyroscopeData, ThreeDSensorCalibration};
use rustyfit::profile::typedef::MesgNum;
use rustyfit::proto::Message;

use super::message::{field, numbers, scaled};
use crate::error::Error;
use crate::read::errors::unusable;
use crate::read::watch::date_time::FIT_EPOCH_S;

/// Calibration of one sensor.
#[derive(Debug, Clone, Copy)]
struct Calibration {
    gain: f64,
    level: f64,
    offset: Vector3<f64>,
    turn: Matrix3<f64>,
}

impl Calibration {
    fn of(message: &Message) -> Option<Self> {
        use ThreeDSensorCalibration as Field;
        let factor = scaled(message, Field::CALIBRATION_FACTOR, 1.0)?;
        let divisor = scaled(message, Field::CALIBRATION_DIVISOR, 1.0).filter(|d| *d != 0.0)?;
        let list = |num| -> Vec<f64> {
            field(message, num).map(numbers).unwrap_or_default().into_iter().flatten().collect()
        };
        let offset = list(Field::OFFSET_CAL);
        // The profile's scale of the matrix.
        let turn: Vec<f64> = list(Field::ORIENTATION_MATRIX).into_iter().map(|v| v / 65535.0).collect();
        Some(Self {
            gain: factor / divisor,
            level: scaled(message, Field::LEVEL_SHIFT, 1.0).unwrap_or(0.0),
            offset: if offset.len() == 3 { Vector3::from_row_slice(&offset) } else { Vector3::zeros() },
            turn: if turn.len() == 9 { Matrix3::from_row_slice(&turn) } else { Matrix3::identity() },
        })
    }

    fn apply(&self, raw: Vector3<f64>) -> Vector3<f64> {
        self.turn * (raw.add_scalar(-self.level) - self.offset) * self.gain
    }
}

/// Samples of one sensor: time in seconds since 1970, and the vector in g or °/s.
pub(super) type Samples = Vec<(f64, Vector3<f64>)>;

/// The messages of one kind of sensor and the numbers of their fields.
struct Kind {
    message: MesgNum,
    sensor: f64,
    raw: [u8; 3],
    calibrated: [u8; 3],
    /// Calibrated values in thousandths, if the message has them.
    thousandths: Option<[u8; 3]>,
    name: &'static str,
}

const ACCELEROMETER: Kind = Kind {
    message: MesgNum::ACCELEROMETER_DATA,
    sensor: 0.0,
    raw: [AccelerometerData::ACCEL_X, AccelerometerData::ACCEL_Y, AccelerometerData::ACCEL_Z],
    calibrated: [
        AccelerometerData::CALIBRATED_ACCEL_X,
        AccelerometerData::CALIBRATED_ACCEL_Y,
        AccelerometerData::CALIBRATED_ACCEL_Z,
    ],
    thousandths: Some([
        AccelerometerData::COMPRESSED_CALIBRATED_ACCEL_X,
        AccelerometerData::COMPRESSED_CALIBRATED_ACCEL_Y,
        AccelerometerData::COMPRESSED_CALIBRATED_ACCEL_Z,
    ]),
    name: "accelerometer",
};

const GYROSCOPE: Kind = Kind {
    message: MesgNum::GYROSCOPE_DATA,
    sensor: 1.0,
    raw: [GyroscopeData::GYRO_X, GyroscopeData::GYRO_Y, GyroscopeData::GYRO_Z],
    calibrated: [
        GyroscopeData::CALIBRATED_GYRO_X,
        GyroscopeData::CALIBRATED_GYRO_Y,
        GyroscopeData::CALIBRATED_GYRO_Z,
    ],
    thousandths: None,
    name: "gyroscope",
};

/// The accelerometer's samples, in g.
pub(super) fn accelerometer(messages: &[Message]) -> Result<Samples, Error> {
    samples(messages, &ACCELEROMETER)
}

/// The gyroscope's samples, in °/s.
pub(super) fn gyroscope(messages: &[Message]) -> Result<Samples, Error> {
    samples(messages, &GYROSCOPE)
}

fn samples(messages: &[Message], kind: &Kind) -> Result<Samples, Error> {
    let mut out: Samples = Vec::new();
    let mut calibration: Option<Calibration> = None;
    for message in messages {
        if message.num == MesgNum::THREE_D_SENSOR_CALIBRATION
            && scaled(message, ThreeDSensorCalibration::SENSOR_TYPE, 1.0) == Some(kind.sensor)
        {
            calibration = Calibration::of(message).or(calibration);
        }
        if message.num != kind.message {
            continue;
        }
        let Some(seconds) = scaled(message, AccelerometerData::TIMESTAMP, 1.0) else { continue };
        let start = seconds
            + FIT_EPOCH_S as f64
            + scaled(message, AccelerometerData::TIMESTAMP_MS, 1000.0).unwrap_or(0.0);
        let offsets = field(message, AccelerometerData::SAMPLE_TIME_OFFSET).map(numbers).unwrap_or_default();
        let axes = |nums: [u8; 3]| nums.map(|n| field(message, n).map(numbers).unwrap_or_default());
        let has = |axes: &[Vec<Option<f64>>; 3]| axes.iter().all(|a| a.iter().any(Option::is_some));
        let (values, gain) = match (axes(kind.calibrated), kind.thousandths.map(axes)) {
            (axes, _) if has(&axes) => (axes, Some(1.0)),
            (_, Some(axes)) if has(&axes) => (axes, Some(1e-3)),
            _ => (axes(kind.raw), None),
        };
        let [x, y, z] = &values;
        for (i, offset) in offsets.iter().enumerate() {
            let at = |axis: &Vec<Option<f64>>| axis.get(i).copied().flatten();
            let (Some(offset), Some(x), Some(y), Some(z)) = (offset, at(x), at(y), at(z)) else { continue };
            let v = Vector3::new(x, y, z);
            let v = match (gain, &calibration) {
                (Some(gain), _) => v * gain,
                (None, Some(calibration)) => calibration.apply(v),
                (None, None) => {
                    return Err(unusable(format!(
                        "the FIT file holds raw counts of the {} but no calibration for them",
                        kind.name
                    ))
                    .with_remedy(
                        "export the recording with calibrated values, or as CSV with --units acc=16384LSB/g",
                    ));
                }
            };
            out.push((start + offset / 1000.0, v));
        }
    }
    Ok(out)
}

/// The samples as a table, which is then read like any other export.
pub(super) fn table(samples: &Samples, names: [&str; 3]) -> String {
    let mut out = format!("time_s,{},{},{}\n", names[0], names[1], names[2]);
    for (t, v) in samples {
        out.push_str(&format!("{t:.3},{},{},{}\n", v.x, v.y, v.z));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_shifts_scales_and_turns() {
        let calibration = Calibration {
            gain: 1.0 / 2048.0,
            level: 32768.0,
            offset: Vector3::new(10.0, -20.0, 0.0),
            // x and y are swapped.
            turn: Matrix3::new(0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0),
        };
        let g = calibration.apply(Vector3::new(32778.0, 32748.0 + 2048.0, 32768.0 - 4096.0));
        assert_eq!((g.x, g.y, g.z), (1.0, 0.0, -2.0));
    }
}
