//! Plain tables: no rules, two spaces between columns, so that a screen reader reads only words and numbers.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, presets};

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Width of every table, in columns of the terminal.
pub(crate) const WIDTH: u16 = 80;

/// A table under construction.
pub struct Table {
    inner: comfy_table::Table,
    rows: usize,
}

impl Table {
    /// A table of columns with these titles and alignments.
    pub fn new(columns: &[(&str, Align)]) -> Self {
        let mut inner = comfy_table::Table::new();
        inner
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(WIDTH)
            .set_header(columns.iter().map(|(title, _)| *title));
        for (column, (_, align)) in inner.column_iter_mut().zip(columns) {
            column.set_padding((0, 2));
            column.set_cell_alignment(match align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            });
            // A number split across two lines would read as two numbers.
            if *align == Align::Right {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        Self { inner, rows: 0 }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.inner.add_row(cells);
        self.rows += 1;
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The table, each line without trailing spaces and ending in a line break.
    pub fn render(&self) -> String {
        let mut text = String::new();
        for line in self.inner.to_string().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
