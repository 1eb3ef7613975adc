//! An address as a picture that a phone reads: the dark squares, as one path of an SVG.

use fast_qr::QRBuilder;

use crate::web::Error;

/// White around the picture, in squares: readers ask for it.
const MARGIN: usize = 4;

/// The picture.
pub(super) struct Picture {
    /// How many squares wide and high, with the margin.
    pub size: usize,
    /// The dark squares.
    pub path: String,
}

impl Picture {
    /// The picture of these words.
    pub(super) fn of(words: &str) -> Result<Picture, Error> {
        let code = QRBuilder::new(words).build().map_err(|e| Error::Bug(format!("picture: {e}")))?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            while column < code.size {
                let dark = (column..code.size).take_while(|at| code[row][*at].value()).count();
                if dark > 0 {
                    path += &format!("M{} {}h{dark}v1h-{dark}z", column + MARGIN, row + MARGIN);
                }
                column += dark.max(1);
            }
        }
        Ok(Picture { size: code.size + 2 * MARGIN, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_square_and_begins_with_its_corner() {
        let picture = Picture::of("otpauth://totp/Fjord:alice?secret=ABCD").unwrap();
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert_eq!((picture.size - 2 * MARGIN) % 4, 1);
    }
}
