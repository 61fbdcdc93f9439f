//! How long the numbers of each country may be: what a spelling with its plus is judged by, without
//! the library, whose metadata takes longer to load than a page of chats to print. What is valid
//! among numbers of the right length isn't known here.

use crate::rules::calling_code;

/// For each calling code the lengths that its national numbers may have: bit `n` for `n` digits.
/// A test holds the table against the library.
#[rustfmt::skip]
const LENGTHS: [(u16, u16); 215] = [
    (1, 1024), (7, 17408), (20, 1792), (27, 2016), (30, 7168), (31, 4064), (32, 768), (33, 512),
    (34, 512), (36, 768), (39, 8128), (40, 576), (41, 4608), (43, 16368), (44, 1664), (45, 256),
    (46, 6080), (47, 288), (48, 1984), (49, 65520), (51, 768), (52, 1024), (53, 1472), (54, 3072),
    (55, 3840), (56, 3584), (57, 3328), (58, 1024), (60, 1792), (61, 6112), (62, 65408),
    (63, 16192), (64, 2016), (65, 3328), (66, 9984), (81, 65280), (82, 32608), (84, 1920),
    (86, 8064), (90, 13440), (91, 16128), (92, 7936), (93, 512), (94, 512), (95, 1984), (98, 1264),
    (211, 512), (212, 512), (213, 768), (216, 256), (218, 512), (220, 640), (221, 512), (222, 256),
    (223, 256), (224, 768), (225, 1024), (226, 256), (227, 256), (228, 256), (229, 1280),
    (230, 1408), (231, 896), (232, 256), (233, 768), (234, 31744), (235, 256), (236, 256),
    (237, 768), (238, 128), (239, 128), (240, 512), (241, 384), (242, 512), (243, 1920),
    (244, 512), (245, 640), (246, 128), (247, 96), (248, 128), (249, 512), (250, 768), (251, 512),
    (252, 960), (253, 256), (254, 1920), (255, 512), (256, 512), (257, 256), (258, 768),
    (260, 512), (261, 512), (262, 512), (263, 1664), (264, 768), (265, 640), (266, 256),
    (267, 1408), (268, 768), (269, 128), (290, 48), (291, 128), (297, 128), (298, 64), (299, 64),
    (350, 256), (351, 512), (352, 4080), (353, 1920), (354, 640), (355, 960), (356, 256),
    (357, 256), (358, 8160), (359, 5056), (370, 256), (371, 256), (372, 1408), (373, 256),
    (374, 256), (375, 4032), (376, 832), (377, 768), (378, 1280), (380, 1536), (381, 8128),
    (382, 768), (383, 7936), (385, 896), (386, 480), (387, 768), (389, 256), (420, 7680),
    (421, 704), (423, 640), (500, 32), (501, 2176), (502, 2304), (503, 2432), (504, 2304),
    (505, 256), (506, 1280), (507, 3456), (508, 576), (509, 256), (590, 512), (591, 768),
    (592, 128), (593, 3840), (594, 512), (595, 4032), (596, 512), (597, 192), (598, 16368),
    (599, 384), (670, 384), (672, 64), (673, 128), (674, 128), (675, 384), (676, 160), (677, 160),
    (678, 160), (679, 2176), (680, 128), (681, 576), (682, 32), (683, 144), (685, 1248),
    (686, 288), (687, 64), (688, 224), (689, 832), (690, 240), (691, 128), (692, 128), (800, 256),
    (808, 256), (850, 1280), (852, 3040), (853, 384), (855, 1792), (856, 1792), (870, 4608),
    (878, 4096), (880, 1984), (881, 1536), (882, 8064), (883, 7936), (886, 3968), (888, 2048),
    (960, 1152), (961, 384), (962, 768), (963, 768), (964, 1792), (965, 384), (966, 1536),
    (967, 896), (968, 896), (970, 1792), (971, 8160), (972, 8064), (973, 256), (974, 2944),
    (975, 384), (976, 1792), (977, 3328), (979, 512), (992, 512), (993, 256), (994, 512),
    (995, 512), (996, 1536), (998, 512),
];

/// Whether digits after a plus may be a number: a country's code, and a length in use there.
pub(super) fn is_possible(digits: &str) -> bool {
    let Some(len) = calling_code::length(digits.as_bytes()) else { return false };
    let (code, national) = digits.split_at(len.into());
    let lengths = |code: u16| LENGTHS.binary_search_by_key(&code, |(code, _)| *code);
    let Ok(Ok(at)) = code.parse().map(lengths) else { return false };
    national.len() < 16 && LENGTHS[at].1 & 1 << national.len() != 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber};

    use super::*;

    fn by_the_library() -> Vec<(u16, u16)> {
        let mut codes: Vec<_> = PHONE_NUMBER_UTIL.get_supported_calling_codes().collect();
        codes.sort_unstable();
        let is_possible = |country_code, len: u32| {
            let national_number = 2 * 10_u64.pow(len - 1);
            let number = PhoneNumber { country_code, national_number, ..PhoneNumber::default() };
            let judged = PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number);
            matches!(judged, Ok(NumberLengthType::IsPossible))
        };
        let lengths = |code| {
            (1..16).filter(|len| is_possible(code, *len)).fold(0, |bits, len| bits | 1_u16 << len)
        };
        codes.into_iter().map(|code| (u16::try_from(code).unwrap(), lengths(code))).collect()
    }

    #[test]
    fn the_table_is_the_librarys() {
        assert_eq!(LENGTHS.to_vec(), by_the_library());
    }
}
