//! A picture of one channel.

use kernels::{CHANNELS, Image, Size};

/// Levels of grey, row by row from the top, a byte each.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Grey {
    size: Size,
    levels: Vec<u8>,
}

impl Grey {
    /// A picture of `size` from its levels; `None` unless there are exactly `width × height` of them.
    pub fn new(size: Size, levels: Vec<u8>) -> Option<Self> {
        (levels.len() as u64 == size.pixels()).then_some(Self { size, levels })
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The levels.
    pub fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// The levels, taken out.
    pub fn into_levels(self) -> Vec<u8> {
        self.levels
    }

    /// The same as opaque RGBA, for any kernel.
    pub fn to_image(&self) -> Image {
        let mut image = Image::blank(self.size);
        for (pixel, &level) in image.pixels_mut().as_chunks_mut::<CHANNELS>().0.iter_mut().zip(&self.levels) {
            *pixel = [level, level, level, 255];
        }
        image
    }
}
