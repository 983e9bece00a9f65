//! A thin writer of inline SVG.
//!
//! Chart libraries write fixed colours and sizes. These pictures must follow the page's dark and light colours, be read by a
//! screen reader (`role="img"`, title and description) and print. So shapes carry classes and the style sheet colours them.

use std::fmt::Write as _;

/// How a label is anchored to its position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture under construction; user units are pixels at a width of 360.
pub(crate) struct Svg {
    text: String,
}

impl Svg {
    /// `id` must be unique on the page; `title` names the picture, and `message` says what it shows.
    pub(crate) fn new(class: &str, id: &str, size: (f64, f64), title: &str, message: &str) -> Self {
        let (width, height) = size;
        let mut text = String::new();
        let (id, title, message) = (escaped(id), escaped(title), escaped(message));
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            text,
            "<svg class=\"{class}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{message}</desc>"
        );
        Self { text }
    }

    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = write!(
            self.text,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    pub(crate) fn rect(&mut self, class: &str, corner: (f64, f64), size: (f64, f64)) {
        let ((x, y), (w, h)) = (corner, size);
        let (w, h) = (w.max(0.0), h.max(0.0));
        let _ = write!(
            self.text,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>"
        );
    }

    pub(crate) fn circle(&mut self, class: &str, centre: (f64, f64), r: f64) {
        let (x, y) = centre;
        let _ = write!(self.text, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>");
    }

    /// A square on its corner: the right side's marker.
    pub(crate) fn diamond(&mut self, class: &str, centre: (f64, f64), r: f64) {
        let (x, y) = centre;
        let _ = write!(
            self.text,
            "<path class=\"{class}\" d=\"M{:.1} {y:.1}L{x:.1} {:.1} {:.1} {y:.1} {x:.1} {:.1}Z\"/>",
            x - r,
            y - r,
            x + r,
            y + r
        );
    }

    /// A line through points; closed where `closed`.
    pub(crate) fn path(&mut self, class: &str, points: impl Iterator<Item = (f64, f64)>, closed: bool) {
        let mut d = String::new();
        for (i, (x, y)) in points.enumerate() {
            let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
        }
        if closed {
            d.push('Z');
        }
        let _ = write!(self.text, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    pub(crate) fn label(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y) = at;
        let text = escaped(text);
        let _ = write!(
            self.text,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"
        );
    }

    pub(crate) fn finish(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

/// Escapes text so that it cannot become markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters are not allowed in XML at all.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let mut svg = Svg::new("x", "a", (10.0, 10.0), "<b>", "\"&\u{0}");
        svg.label("t", (0.0, 0.0), Anchor::Start, "</text><script>");
        let text = svg.finish();
        assert!(text.contains("&lt;b&gt;") && text.contains("&quot;&amp; "));
        assert!(!text.contains("<script>") && !text.contains('\0'), "{text}");
    }
}
