//! Decoded messages as numbers, from any base type and without invalid values.

use rustyfit::proto::{Message, Value};

/// The values of a field; `None` for values that the protocol marks as invalid.
pub(super) fn numbers(value: &Value) -> Vec<Option<f64>> {
    fn all<T: Copy + PartialEq>(values: &[T], invalid: T, f: impl Fn(T) -> f64) -> Vec<Option<f64>> {
        values.iter().map(|v| (*v != invalid).then(|| f(*v))).collect()
    }
    let finite = |v: f64| v.is_finite().then_some(v);
    match value {
        Value::Int8(v) => all(&[*v], i8::MAX, f64::from),
        Value::Uint8(v) => all(&[*v], u8::MAX, f64::from),
        Value::Int16(v) => all(&[*v], i16::MAX, f64::from),
        Value::Uint16(v) => all(&[*v], u16::MAX, f64::from),
        Value::Int32(v) => all(&[*v], i32::MAX, f64::from),
        Value::Uint32(v) => all(&[*v], u32::MAX, f64::from),
        Value::Int64(v) => all(&[*v], i64::MAX, |v| v as f64),
        Value::Uint64(v) => all(&[*v], u64::MAX, |v| v as f64),
        Value::Float32(v) => vec![finite(f64::from(*v))],
        Value::Float64(v) => vec![finite(*v)],
        Value::VecInt8(v) => all(v, i8::MAX, f64::from),
        Value::VecUint8(v) => all(v, u8::MAX, f64::from),
        Value::VecInt16(v) => all(v, i16::MAX, f64::from),
        Value::VecUint16(v) => all(v, u16::MAX, f64::from),
        Value::VecInt32(v) => all(v, i32::MAX, f64::from),
        Value::VecUint32(v) => all(v, u32::MAX, f64::from),
        Value::VecInt64(v) => all(v, i64::MAX, |v| v as f64),
        Value::VecUint64(v) => all(v, u64::MAX, |v| v as f64),
        Value::VecFloat32(v) => v.iter().map(|v| finite(f64::from(*v))).collect(),
        Value::VecFloat64(v) => v.iter().map(|v| finite(*v)).collect(),
        Value::Invalid | Value::String(_) | Value::VecString(_) => Vec::new(),
    }
}

/// The first value of a field.
pub(super) fn number(value: &Value) -> Option<f64> {
    numbers(value).into_iter().next().flatten()
}

/// A message's field by its number in the profile.
pub(super) fn field(message: &Message, num: u8) -> Option<&Value> {
    message.fields.iter().find(|f| f.num == num).map(|f| &f.value)
}

/// A field's value divided by the profile's scale.
pub(super) fn scaled(message: &Message, num: u8, scale: f64) -> Option<f64> {
    Some(number(field(message, num)?)? / scale)
}

/// A field's text, without the padding zeros.
pub(super) fn text(message: &Message, num: u8) -> Option<String> {
    let text = match field(message, num)? {
        Value::String(text) => text.clone(),
        Value::VecString(parts) => parts.first()?.clone(),
        _ => return None,
    };
    let text = text.trim_matches(['\0', ' ']).to_owned();
    (!text.is_empty()).then_some(text)
}
