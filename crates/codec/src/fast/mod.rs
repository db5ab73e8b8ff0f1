//! A decoder for the JPEGs that most are: sequential, Huffman-coded, 8 bits, grey or YCbCr, all components in one scan.
//!
//! It takes no other kind and forgives nothing. What it doesn't take, it gives up with `None`, and the decoder of `image` has the word: that
//! one reads it, or says what is wrong. So this one needs no errors, and its result is always a whole, undamaged picture (as far as
//! Huffman codes show damage: every bit must be accounted for).
//!
//! A picture can be decoded at an eighth, a quarter or half of its size: [`transform`] then makes fewer levels of each block, and
//! coefficients that these don't need are passed over by a table. Most of the time left is reading bits.
//!
//! Memory: a copy of the entropy-coded data without its stuffed bytes, and one byte a level, in planes of whole blocks.

mod colour;
mod header;
mod huffman;
mod transform;

use image::metadata::Orientation;
use kernels::Size;

use crate::{Grey, Limits};
use header::{Component, Header, ZIGZAG};
use huffman::{Bits, Data, END_OF_BLOCK, Past, READS, Table};
use transform::Block;

pub(crate) use colour::to_rgba;

/// How large a picture is decoded: a side of a block becomes so many pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// An eighth of the size: the mean of each block.
    Eighth,
    /// A quarter.
    Quarter,
    /// Half.
    Half,
    /// All pixels.
    Full,
}

impl Scale {
    /// All of them, the smallest first.
    pub const ALL: [Scale; 4] = [Self::Eighth, Self::Quarter, Self::Half, Self::Full];

    /// Pixels that a side of a block of eight becomes.
    pub const fn eighths(self) -> u32 {
        match self {
            Self::Eighth => 1,
            Self::Quarter => 2,
            Self::Half => 4,
            Self::Full => 8,
        }
    }

    /// The size of a picture decoded so: rounded up, as blocks at the edge are.
    pub const fn of(self, size: Size) -> Size {
        Size::new((size.width * self.eighths()).div_ceil(8), (size.height * self.eighths()).div_ceil(8))
    }

    /// The smallest scale at which a picture has at least this width and height; full, if none has.
    pub fn at_least(full: Size, wanted: Size) -> Self {
        let enough = |scale: &Self| {
            let size = scale.of(full);
            size.width >= wanted.width && size.height >= wanted.height
        };
        Self::ALL.into_iter().find(enough).unwrap_or(Self::Full)
    }
}

/// One component's levels, in rows of whole blocks.
pub(crate) struct Plane {
    pub levels: Vec<u8>,
    /// Bytes from one row to the next.
    pub stride: usize,
}

/// A decoded picture, one component or three (luma, blue and red difference), not yet upright.
pub(crate) struct Planes {
    /// Size of the picture as it is here.
    pub size: Size,
    pub planes: Vec<Plane>,
    /// How many pixels across and down share a chroma.
    pub shared: (usize, usize),
    pub full: Size,
    pub scale: Scale,
    pub orientation: Orientation,
}

impl Planes {
    /// The first plane without what its blocks have beyond the picture.
    pub fn into_grey(mut self) -> Grey {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let Plane { mut levels, stride } = self.planes.swap_remove(0);
        if stride != width {
            (1..height).for_each(|y| levels.copy_within(y * stride..y * stride + width, y * width));
        }
        levels.truncate(width * height);
        Grey::new(self.size, levels).expect("a level for every pixel")
    }
}

/// A component, how its blocks are coded, and where its levels go.
struct Channel {
    component: Component,
    dc: Table,
    ac: Table,
    /// Levels along a side of what becomes of a block.
    side: usize,
    plane: Plane,
    /// Where each coefficient stands, by zigzag place, and its step: behind the end, the place where nobody looks.
    places: [(u8, i16); 64 + END_OF_BLOCK + 1],
}

impl Channel {
    /// The zigzag place of the last coefficient that is needed: of the lowest as many as there are levels.
    fn last(&self) -> usize {
        match self.side {
            1 => 0,
            2 => 4,
            4 => 24,
            _ => 63,
        }
    }

    /// Reads a block whose first coefficient is `first`.
    #[inline(always)]
    fn read_block(&self, first: i16, past: Option<&Past>, bits: &mut Bits<'_>) -> Option<Block> {
        let mut block = [0; 72];
        block[0] = first.wrapping_mul(self.places[0].1);
        bits.fill();
        let mut k = 1;
        let last = self.last();
        'read: while k <= last {
            for _ in 0..READS {
                let step = self.ac.read(bits)?;
                k += step.run;
                let (place, size) = self.places[k];
                block[usize::from(place)] = step.value.wrapping_mul(size);
                k += 1;
                if k > last {
                    break 'read;
                }
            }
            bits.fill();
        }
        if k <= END_OF_BLOCK {
            match past {
                Some(past) => past.pass(k, &self.ac, bits)?,
                None if k == 64 => {}
                None => return None,
            }
        }
        Some(block)
    }
}

/// Decodes the picture at the scale that `choose` says for its upright size; `None` if it is not for this decoder.
pub(crate) fn decode(bytes: &[u8], limits: Limits, choose: impl FnOnce(Size) -> Scale) -> Option<Planes> {
    let header = Header::parse(bytes)?;
    if header.size.pixels() > limits.max_pixels {
        return None;
    }
    let Size { width, height } = header.size;
    let scale = choose(if crate::decode::turns(header.orientation) { Size::new(height, width) } else { header.size });
    decode_blocks(header, scale, scale.eighths() as usize)
}

/// Reads all coefficients and makes nothing of them, for benchmarks: how long this takes is what no transform can save.
#[doc(hidden)]
pub fn read_coefficients(bytes: &[u8]) -> bool {
    Header::parse(bytes).and_then(|header| decode_blocks(header, Scale::Full, 0)).is_some()
}

/// Decodes all blocks, a block of luma to `side` × `side` levels; 0 makes none.
fn decode_blocks(header: Header<'_>, scale: Scale, side: usize) -> Option<Planes> {
    let data = Data::of(header.scan)?;
    let most = |side: fn(&Component) -> usize| header.components.iter().map(side).max().unwrap_or(1);
    let (across, down) = (most(|c| c.across), most(|c| c.down));
    let mcus_across = (header.size.width as usize).div_ceil(8 * across);
    let mcus_down = (header.size.height as usize).div_ceil(8 * down);
    let mcus = mcus_across * mcus_down;
    let interval = if header.restart_interval == 0 { mcus } else { header.restart_interval };

    // A block takes two bits at least. This is asked before there is memory for it.
    let blocks: usize = header.components.iter().map(|c| c.across * c.down * mcus).sum();
    let (bits, intervals) = data.extent();
    if bits < blocks * 2 || intervals != mcus.div_ceil(interval) {
        return None;
    }

    // Four pixels that share a chroma have as much of it as they need if its blocks are made twice as large.
    let chroma_side = if (across, down) == (2, 2) && side < 8 { side * 2 } else { side };
    let shared = if chroma_side == side { (across, down) } else { (1, 1) };
    let mut channels = Vec::new();
    for (i, component) in header.components.into_iter().enumerate() {
        let side = if i == 0 { side } else { chroma_side };
        let stride = mcus_across * component.across * side;
        let mut levels = Vec::new();
        let length = stride * mcus_down * component.down * side;
        levels.try_reserve_exact(length).ok()?;
        levels.resize(length, 0);
        let place = |k: usize| ZIGZAG.get(k).map_or((64, 0), |&place| (place, component.steps[k] as i16));
        let places = std::array::from_fn(place);
        channels.push(Channel {
            dc: Table::dc((*header.dc.get(component.dc)?)?)?,
            ac: Table::ac((*header.ac.get(component.ac)?)?)?,
            component,
            side,
            plane: Plane { levels, stride },
            places,
        });
    }
    let pasts: Vec<_> = channels.iter().map(|c| if c.last() < 63 { Past::new(&c.ac) } else { None }).collect();

    for (index, first) in (0..mcus).step_by(interval).enumerate() {
        let mcus = first..(first + interval).min(mcus);
        let bits = data.interval(index);
        match (channels.as_mut_slice(), pasts.as_slice()) {
            ([one], [past]) => decode_interval([one], [past], mcus, mcus_across, bits)?,
            ([a, b, c], [d, e, f]) => decode_interval([a, b, c], [d, e, f], mcus, mcus_across, bits)?,
            _ => return None,
        }
    }
    let planes = channels.into_iter().map(|channel| channel.plane).collect();
    let size = scale.of(header.size);
    Some(Planes { size, planes, shared, full: header.size, scale, orientation: header.orientation })
}

/// Bits that may be left at an interval's end: they fill its last byte.
const MOST_LEFT: isize = 7;

/// Decodes the MCUs between two restart markers.
#[inline(never)]
fn decode_interval<const C: usize>(
    mut channels: [&mut Channel; C],
    pasts: [&Option<Past>; C],
    mcus: std::ops::Range<usize>,
    mcus_across: usize,
    mut bits: Bits<'_>,
) -> Option<()> {
    let mut firsts = [0_i16; C];
    let (mut row, mut column) = (mcus.start / mcus_across, mcus.start % mcus_across);
    for _ in mcus {
        for ((channel, first), past) in channels.iter_mut().zip(&mut firsts).zip(pasts) {
            let Component { across, down, .. } = channel.component;
            for (y, x) in (0..down).flat_map(|y| (0..across).map(move |x| (y, x))) {
                bits.fill();
                *first = first.wrapping_add(channel.dc.read(&mut bits)?.value);
                let block = channel.read_block(*first, past.as_ref(), &mut bits)?;
                let (side, stride) = (channel.side, channel.plane.stride);
                let start = (row * down + y) * side * stride + (column * across + x) * side;
                let out = &mut channel.plane.levels[start..];
                match side {
                    8 => transform::eight(&block, out, stride),
                    4 => transform::four(&block, out, stride),
                    2 => transform::two(&block, out, stride),
                    1 => out[0] = transform::one(block[0]),
                    _ => {}
                }
            }
        }
        column += 1;
        if column == mcus_across {
            (row, column) = (row + 1, 0);
            // Zeros behind the end are a code, too: stop here rather than go on with them.
            if bits.left() < 0 {
                return None;
            }
        }
    }
    (0..=MOST_LEFT).contains(&bits.left()).then_some(())
}
