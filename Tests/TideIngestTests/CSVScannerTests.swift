import TideCore
import TestSupport
import Testing

/// What the scanner makes of bytes, in the reference's terms.
private func scan(_ bytes: [UInt8]) -> (records: [ReferenceCSV.Record], fault: CSVScanner.Fault?) {
  bytes.withUnsafeBytes { raw in
    var scanner = CSVScanner(raw)
    var fields: [CSVField] = []
    var records: [ReferenceCSV.Record] = []
    while scanner.next(&fields) {
      let values = fields.map { field in
        let text = scanner.text(of: field).map { Array($0.utf8) }
        return text ?? undoubled(Array(scanner.bytes(of: field)), field.hasDoubledQuotes)
      }
      records.append(ReferenceCSV.Record(line: scanner.recordLine, fields: values))
    }
    return (records, scanner.fault)
  }
}

private func undoubled(_ bytes: [UInt8], _ doubled: Bool) -> [UInt8] {
  guard doubled else { return bytes }
  var out: [UInt8] = []
  var skip = false
  for byte in bytes {
    if byte == 0x22, skip {
      skip = false
      continue
    }
    skip = byte == 0x22
    out.append(byte)
  }
  return out
}

private func stop(_ fault: CSVScanner.Fault?) -> ReferenceCSV.Stop? {
  switch fault {
  case .unterminatedQuote(let line): .unterminatedQuote(line: line)
  case .textAfterQuote(let line): .textAfterQuote(line: line)
  case .tooLong, nil: nil
  }
}

@Suite("The CSV scanner")
struct CSVScannerTests {
  /// Inputs with the records RFC 4180 gives them, worked out by hand: the line of each record, then its fields.
  static let golden: [(text: String, records: [(Int, [String])])] = [
    ("", []),
    ("\u{FEFF}", []),
    ("a,b\nc,d\n", [(1, ["a", "b"]), (2, ["c", "d"])]),
    ("a,b\nc,d", [(1, ["a", "b"]), (2, ["c", "d"])]),
    ("a,b\r\nc,d\r\n", [(1, ["a", "b"]), (2, ["c", "d"])]),
    ("a,b\rc,d\r", [(1, ["a", "b"]), (2, ["c", "d"])]),
    ("\u{FEFF}a,b\n", [(1, ["a", "b"])]),
    ("\u{FEFF}\"a\",b\n", [(1, ["a", "b"])]),
    ("\"a,b\",\"c\"\"d\",\"\"\n", [(1, ["a,b", "c\"d", ""])]),
    ("\"\"\"\"\n", [(1, ["\""])]),
    ("\"a\nb\",c\nd,e\n", [(1, ["a\nb", "c"]), (3, ["d", "e"])]),
    ("\"a\r\nb\"\r\nc", [(1, ["a\r\nb"]), (3, ["c"])]),
    ("\"a\rb\"\rc", [(1, ["a\rb"]), (3, ["c"])]),
    ("a,,\n,\n", [(1, ["a", "", ""]), (2, ["", ""])]),
    ("a\n\nb\n", [(1, ["a"]), (2, [""]), (3, ["b"])]),
    ("a\r\n\r\nb", [(1, ["a"]), (2, [""]), (3, ["b"])]),
    ("a,b,c\nd\ne,f,g,h\n", [(1, ["a", "b", "c"]), (2, ["d"]), (3, ["e", "f", "g", "h"])]),
    ("6\" pipe,it's \"so\"\n", [(1, ["6\" pipe", "it's \"so\""])]),
    (" \"a\"\n", [(1, [" \"a\""])]),
    ("a,", [(1, ["a", ""])]),
    ("a\u{0},\u{0}\n", [(1, ["a\u{0}", "\u{0}"])]),
    ("é,\"ü\"\"\"\n", [(1, ["é", "ü\""])]),
  ]

  @Test("splits these texts as worked out by hand")
  func goldenCases() {
    for (text, expected) in Self.golden {
      let records = expected.map { ReferenceCSV.Record(line: $0.0, fields: $0.1.map { Array($0.utf8) }) }
      let found = scan(Array(text.utf8))
      #expect(found.records == records, "\(text.debugDescription)")
      #expect(found.fault == nil, "\(text.debugDescription)")
      #expect(ReferenceCSV.read(Array(text.utf8)).records == records, "reference on \(text.debugDescription)")
    }
  }

  @Test("stops where a quote never closes or text follows it, naming the line")
  func faults() {
    let cases: [(String, CSVScanner.Fault, Int)] = [
      ("a\n\"b,c\nd\n", .unterminatedQuote(line: 2), 1),
      ("\"", .unterminatedQuote(line: 1), 0),
      ("a,\"b\"\"\n", .unterminatedQuote(line: 1), 0),
      ("a\nb\n\"c\"d,e\nf\n", .textAfterQuote(line: 3), 2),
      ("\"a\nb\" ,c\n", .textAfterQuote(line: 2), 0),
    ]
    for (text, fault, records) in cases {
      let found = scan(Array(text.utf8))
      #expect(found.fault == fault, "\(text.debugDescription)")
      #expect(found.records.count == records, "\(text.debugDescription)")
      #expect(ReferenceCSV.read(Array(text.utf8)).stop == stop(fault), "reference on \(text.debugDescription)")
    }
  }

  @Test("agrees with a state machine on 50,000 short inputs made at random")
  func fuzz() {
    var generator = Seed.generator()
    let alphabet = Array("a,,\"\"\n\r1".utf8) + [0, 0xEF, 0xBB, 0xBF, 0xC3, 0xA9, 0xFF]
    let seeds = Self.golden.map { Array($0.text.utf8) }
    for _ in 0..<50_000 {
      var bytes = Bool.random(using: &generator) ? seeds.randomElement(using: &generator) ?? [] : []
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        let byte = alphabet.randomElement(using: &generator) ?? 0
        let place = Int.random(in: 0...bytes.count, using: &generator)
        if place < bytes.count, Bool.random(using: &generator) {
          bytes[place] = byte
        } else {
          bytes.insert(byte, at: place)
        }
      }
      let found = scan(bytes)
      let expected = ReferenceCSV.read(bytes)
      guard found.records == expected.records, stop(found.fault) == expected.stop else {
        Issue.record("\(bytes) gives \(found), the reference \(expected); TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  // Longer than the 64 bytes that are looked at together, with marks at every place among them.
  @Test("agrees with the state machine on 4,000 texts of up to 500 bytes")
  func longFuzz() {
    var generator = Seed.generator(1)
    let parts = [
      "abc", "a", "12.50", ",", ",", ",", "\"a,b\"", "\"a\"\"b\"", "\"\"", "\"a\nb\"", "\n", "\r\n", "\r", "é", "6\"",
    ]
    for _ in 0..<4000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...160, using: &generator) {
        if Int.random(in: 0..<20, using: &generator) == 0 {
          bytes += repeatElement(0x61, count: Int.random(in: 0...130, using: &generator))
        }
        bytes += Array((parts.randomElement(using: &generator) ?? "").utf8)
      }
      let found = scan(bytes)
      let expected = ReferenceCSV.read(bytes)
      guard found.records == expected.records, stop(found.fault) == expected.stop else {
        Issue.record("\(bytes) gives \(found), the reference \(expected); TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  @Test("refuses a record over the limit, whatever stands at the limit, and takes one below it")
  func length() {
    let limit = CSVScanner.maximumRecordBytes
    let line = [UInt8](repeating: 0x61, count: 10 << 20)
    #expect(scan(Array("x\n".utf8) + line).fault == .tooLong(line: 2))
    #expect(scan(Array("x\n\"".utf8) + line).fault == .tooLong(line: 2))
    #expect(scan(Array(line.prefix(limit - 1)) + [0x0A]).records.map { $0.fields[0].count } == [limit - 1])
    // Two records of a quoted field that ends near the limit, and a short one: none may swallow a byte of another.
    for length in limit - 6...limit + 3 {
      let field = [0x22] + [UInt8](repeating: 0x61, count: length - 2) + [0x22]
      let bytes = field + Array(",bc,d\ne,f\n".utf8)
      let found = scan(bytes)
      if found.fault == nil {
        let agrees = found.records == ReferenceCSV.read(bytes).records
        #expect(agrees, "quoted field of \(length) bytes")
      } else {
        #expect(found.fault == .tooLong(line: 1))
        #expect(found.records.isEmpty)
      }
    }
  }
}
