//! Plain tables: no lines, two blanks between columns, so that a screen reader reads words and numbers only.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, presets};

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Width of every table, in columns of the terminal.
pub const WIDTH: u16 = 80;

/// A table under construction.
pub struct Table {
    inner: comfy_table::Table,
    rows: usize,
}

impl Table {
    /// Column titles and how each column is set.
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
            // A number broken over two lines would be read as two numbers.
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

    /// The table with a line break at the end of each line and no blanks before it.
    pub fn render(&self) -> String {
        let mut text = String::new();
        for line in self.inner.to_string().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
