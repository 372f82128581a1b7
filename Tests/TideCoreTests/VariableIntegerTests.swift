import Testing
import TideCore

/// LEB128 as the DWARF standard has it (version 5, section 7.6), in the shortest form only.
@Suite struct VariableIntegerTests {
  /// The standard's own examples (figure 7.6), and the ends of the range.
  private static let cases: [(Int, [UInt8])] = [
    (0, [0]), (2, [2]), (127, [127]), (128, [0x80, 1]), (129, [0x81, 1]), (12857, [0xB9, 0x64]),
    (1 << 56 - 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
  ]

  private func read(_ bytes: [UInt8]) -> Int? {
    var rest = bytes.makeIterator()
    return VariableInteger.read { rest.next() }
  }

  @Test func numbersAreWrittenAsTheStandardHasThem() {
    for (number, bytes) in Self.cases {
      var written: [UInt8] = []
      VariableInteger.append(number, to: &written)
      #expect(written == bytes)
      #expect(read(bytes + [9]) == number)
      #expect(read(Array(bytes.dropLast())) == nil)
    }
  }

  @Test func nothingLongerThanItsNumberIsRead() {
    for bytes: [UInt8] in [[0x80, 0], [0x81, 0x80, 0], Array(repeating: 0x80, count: 8) + [1], [0x80]] {
      #expect(read(bytes) == nil)
    }
  }
}
