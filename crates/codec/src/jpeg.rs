//! What the JPEG decoder does not say: whether the picture is all there, and whether it will be read right.
//!
//! The decoder forgives a JPEG that is cut off: it paints the missing rows grey and reports success. A visitor would race four
//! threads on half a photo and never know. So the markers are walked here: segments are skipped by their length, the
//! entropy-coded data after a start of scan up to the next marker (ITU-T T.81, B.1.1), until the end-of-image marker. No marker,
//! no picture.
//!
//! 1. What follows the end of the image is not looked at: phones append films and depth maps there.
//! 2. A writer that forgets the end-of-image marker is refused too. It can't be told from a file that lost its last bytes without
//!    decoding, and such writers are rare.
//! 3. Stray bytes between segments are skipped, as decoders do.
//! 4. A file that kept its length while its middle was lost (zeros from an unfinished download) is not seen.
//!
//! The decoder also makes a green smear of one rare kind of JPEG, and reports success (zune-jpeg 0.5.15: it reads too few
//! rows): sequential, colour in fewer rows than brightness, and each in a scan of its own. [`is_misread`] knows them.

pub(crate) const START_OF_IMAGE: u8 = 0xd8;
pub(crate) const END_OF_IMAGE: u8 = 0xd9;
pub(crate) const START_OF_SCAN: u8 = 0xda;
const TEMPORARY: u8 = 0x01;
pub(crate) const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
/// Start of a sequential frame, baseline or extended.
const SEQUENTIAL: std::ops::RangeInclusive<u8> = 0xc0..=0xc1;

/// Whether the end-of-image marker is missing.
pub(crate) fn is_cut_off(bytes: &[u8]) -> bool {
    !walk(bytes, |_, _| ())
}

/// Whether the decoder would get the pixels wrong.
pub(crate) fn is_misread(bytes: &[u8]) -> bool {
    let (mut subsampled_components, mut apart) = (0, false);
    walk(bytes, |marker, segment| match segment {
        // Precision, height, width, then three bytes for each component, the second of which has its sampling factors.
        [_, _, _, _, _, count, components @ ..] if SEQUENTIAL.contains(&marker) => {
            // The lower half of the byte counts rows.
            let subsampled = components.chunks_exact(3).any(|component| component[1] & 0x0f > 1);
            subsampled_components = if subsampled { *count } else { 0 };
        }
        [count, ..] if marker == START_OF_SCAN => apart |= *count < subsampled_components,
        _ => {}
    });
    apart
}

/// Calls `visit` with the marker and the content of every segment; whether the end of the image was reached.
fn walk(bytes: &[u8], mut visit: impl FnMut(u8, &[u8])) -> bool {
    let mut rest = bytes;
    while let Some((marker, after)) = next_marker(rest) {
        rest = match marker {
            END_OF_IMAGE => return true,
            // These have no length. Restart markers stand within entropy-coded data.
            START_OF_IMAGE | TEMPORARY => after,
            marker if RESTARTS.contains(&marker) => after,
            _ => {
                // Entropy-coded data after a start of scan needs no step of its own: it holds no markers but restarts.
                let &[high, low, ..] = after else { return false };
                let length = usize::from(u16::from_be_bytes([high, low])).max(2);
                let Some((segment, after)) = after.split_at_checked(length) else { return false };
                visit(marker, &segment[2..]);
                after
            }
        };
    }
    false
}

/// The next marker's code and what follows it. A stuffed `ff 00` is data, and any number of `ff` may come before a marker.
pub(crate) fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let at = bytes.windows(2).position(|pair| pair[0] == 0xff && pair[1] != 0x00 && pair[1] != 0xff)?;
    Some((bytes[at + 1], &bytes[at + 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Start, a comment that holds what looks like an end, a scan with a stuffed byte and a restart.
    const WHOLE: &[u8] = b"\xff\xd8\xff\xfe\0\x04\xff\xd9\xff\xff\xda\0\x03\x01\x12\xff\0\x34\xff\xd3\x56\xff\xd9";

    #[test]
    fn a_whole_picture_ends_with_its_marker() {
        assert!(!is_cut_off(WHOLE));
    }

    #[test]
    fn trailing_bytes_are_not_looked_at() {
        assert!(!is_cut_off(&[WHOLE, b"\0\0\0\x18ftypmp42 and a film\xff\xda"].concat()));
    }

    #[test]
    fn every_shorter_file_is_cut_off() {
        for end in 0..WHOLE.len() {
            assert!(is_cut_off(&WHOLE[..end]), "{end} bytes");
        }
    }
}
