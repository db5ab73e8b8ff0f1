//! What stands before the entropy-coded data (ITU-T T.81, annex B), as far as this decoder takes it.

use image::metadata::Orientation;
use kernels::Size;

use super::huffman::Code;
use crate::jpeg::{START_OF_IMAGE, START_OF_SCAN, next_marker};

const BASELINE: u8 = 0xc0;
const EXTENDED: u8 = 0xc1;
const HUFFMAN: u8 = 0xc4;
const QUANTISATION: u8 = 0xdb;
const RESTART_INTERVAL: u8 = 0xdd;
const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;

/// Zigzag order: where coefficient `k` of a block stands, row by row (T.81, figure 5).
#[rustfmt::skip]
pub const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// A component of the frame and of its one scan.
pub struct Component {
    /// Sampling factors: blocks of an MCU across and down.
    pub across: usize,
    pub down: usize,
    /// Steps of quantisation, in zigzag order.
    pub steps: [u16; 64],
    /// Which of the codes it uses.
    pub dc: usize,
    pub ac: usize,
}

/// A whole header.
pub struct Header<'a> {
    pub size: Size,
    pub components: Vec<Component>,
    pub dc: [Option<Code<'a>>; 4],
    pub ac: [Option<Code<'a>>; 4],
    /// MCUs from one restart marker to the next; 0 without them.
    pub restart_interval: usize,
    pub orientation: Orientation,
    /// What follows the header of the scan.
    pub scan: &'a [u8],
}

impl<'a> Header<'a> {
    /// Reads the header of a sequential, Huffman-coded picture of 8 bits, of grey or of luma and two chromas with all of them in one scan;
    /// `None` for anything else.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut steps = [None; 4];
        let (mut dc, mut ac) = ([None; 4], [None; 4]);
        let mut restart_interval = 0;
        let mut orientation = None;
        let mut frame = None;
        let mut rest = bytes.strip_prefix(&[0xff, START_OF_IMAGE])?;
        loop {
            let (marker, after) = next_marker(rest)?;
            let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
            let segment = after.get(2..length)?;
            rest = &after[length..];
            match marker {
                BASELINE | EXTENDED if frame.is_none() => frame = Some(segment),
                HUFFMAN => read_codes(segment, &mut dc, &mut ac)?,
                QUANTISATION => read_steps(segment, &mut steps)?,
                RESTART_INTERVAL => restart_interval = usize::from(u16::from_be_bytes(*segment.first_chunk()?)),
                // Comments and the application's own, of which two tell how to read the picture.
                APP1 if segment.starts_with(b"Exif\0\0") && orientation.is_none() => {
                    orientation = Orientation::from_exif_chunk(&segment[6..]);
                }
                // Its last byte says how colours are transformed: 1, as YCbCr, is what three components are without it.
                APP14 if segment.starts_with(b"Adobe") && segment.get(11) != Some(&1) => return None,
                0xe0..=0xef | 0xfe => {}
                START_OF_SCAN => {
                    let (size, components) = read_scan(frame?, segment, &steps)?;
                    let orientation = orientation.unwrap_or(Orientation::NoTransforms);
                    return Some(Self { size, components, dc, ac, restart_interval, orientation, scan: rest });
                }
                _ => return None,
            }
        }
    }
}

fn read_codes<'a>(mut segment: &'a [u8], dc: &mut [Option<Code<'a>>; 4], ac: &mut [Option<Code<'a>>; 4]) -> Option<()> {
    while let [class_and_place, after @ ..] = segment {
        let (counts, after) = after.split_first_chunk::<16>()?;
        let (symbols, after) = after.split_at_checked(counts.iter().map(|&n| usize::from(n)).sum())?;
        let codes = match class_and_place >> 4 {
            0 => &mut *dc,
            1 => &mut *ac,
            _ => return None,
        };
        *codes.get_mut(usize::from(class_and_place & 15))? = Some(Code { counts, symbols });
        segment = after;
    }
    Some(())
}

fn read_steps(mut segment: &[u8], steps: &mut [Option<[u16; 64]>; 4]) -> Option<()> {
    while let [precision_and_place, after @ ..] = segment {
        let wide = match precision_and_place >> 4 {
            0 => false,
            1 => true,
            _ => return None,
        };
        let (own, after) = after.split_at_checked(if wide { 128 } else { 64 })?;
        let read = |k: usize| if wide { u16::from_be_bytes([own[2 * k], own[2 * k + 1]]) } else { own[k].into() };
        *steps.get_mut(usize::from(precision_and_place & 15))? = Some(std::array::from_fn(read));
        segment = after;
    }
    Some(())
}

fn read_scan(frame: &[u8], scan: &[u8], steps: &[Option<[u16; 64]>; 4]) -> Option<(Size, Vec<Component>)> {
    let &[8, h0, h1, w0, w1, count, ref specified @ ..] = frame else { return None };
    let (&scanned, scan) = scan.split_first()?;
    let (chosen, spectrum) = scan.split_at_checked(usize::from(count) * 2)?;
    let size = Size::new(u16::from_be_bytes([w0, w1]).into(), u16::from_be_bytes([h0, h1]).into());
    let known = matches!(count, 1 | 3) && scanned == count && specified.len() == usize::from(count) * 3;
    if !known || size.pixels() == 0 || spectrum != [0, 63, 0] {
        return None;
    }
    let mut components = Vec::new();
    for (&[name, sampling, place], &[chosen, codes]) in
        specified.as_chunks::<3>().0.iter().zip(chosen.as_chunks::<2>().0)
    {
        // Three components with the letters of colours as names are those colours.
        if name != chosen || (count == 3 && b"RGBrgb".contains(&name)) {
            return None;
        }
        // One component alone isn't interleaved: its MCU is one block, whatever it says.
        let (across, down) = if count == 1 { (1, 1) } else { (sampling >> 4, sampling & 15) };
        components.push(Component {
            across: across.into(),
            down: down.into(),
            steps: (*steps.get(usize::from(place))?)?,
            dc: usize::from(codes >> 4),
            ac: usize::from(codes & 15),
        });
    }
    let samplings: Vec<_> = components.iter().map(|c| (c.across, c.down)).collect();
    match samplings.as_slice() {
        [_] | [(1, 1) | (2, 1) | (1, 2) | (2, 2), (1, 1), (1, 1)] => Some((size, components)),
        _ => None,
    }
}
