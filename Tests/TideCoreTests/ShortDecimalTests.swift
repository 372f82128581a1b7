import TestSupport
import Testing

@testable import TideCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Short decimals")
struct ShortDecimalTests {
  private func parse(_ text: String) -> DecimalParser.Cell {
    Array(text.utf8).withUnsafeBytes { DecimalParser.parse($0) }
  }

  // The standard library's correctly rounded `Double(String)` is the independent implementation.
  @Test("a point anywhere among up to 18 digits gives the nearest double")
  func everyPlace() {
    var generator = Seed.generator()
    for length in 1...18 {
      for point in 0...length {
        for _ in 0..<40 {
          var text = String((0..<length).map { _ in "0123456789".randomElement(using: &generator) ?? "0" })
          text.insert(".", at: text.index(text.startIndex, offsetBy: point))
          if point == length, Bool.random(using: &generator) { text.removeLast() }
          let expected = Double(text)?.bitPattern
          guard case .number(let number) = parse(text), number.bitPattern == expected else {
            Issue.record("\(text): \(parse(text)); TIDEMARK_SEED=\(Seed.value)")
            return
          }
        }
      }
    }
  }

  @Test("the short way and the long way agree on bytes made at random")
  func agreement() {
    var generator = Seed.generator()
    let alphabet = Array("0123456789012345678901234567890123456789..,-+eE /:;x\u{7F}".utf8) + [0, 0x80, 0xB0, 0xFF]
    for _ in 0..<300_000 {
      let count = Int.random(in: 0...18, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 48 }
      let (fast, slow) = bytes.withUnsafeBytes { (DecimalParser.parse($0), DecimalParser.general($0)) }
      guard fast == slow else {
        Issue.record("\(bytes): \(fast), not \(slow); TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  @Test("nothing is read beyond the end of a decimal or a table, or before its start")
  func guarded() throws {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let memory = try #require(mmap(nil, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0))
    defer { munmap(memory, 3 * page) }
    try #require(mprotect(memory + page, page, PROT_READ | PROT_WRITE) == 0)
    let row = Array("E1,\"a\"\"b\",12.5\n".utf8)
    for count in 1...200 {
      for start in [memory + page, memory + 2 * page - count] {
        for place in 0..<count { start.storeBytes(of: row[place % row.count], toByteOffset: place, as: UInt8.self) }
        let plan = RowPlan(
          texts: [.init(column: 0, slot: 0), .init(column: 1, slot: 1)], textSlots: 2, numbers: [2], columnCount: 3)
        let reader = RowBlockReader(UnsafeRawBufferPointer(start: start, count: count), from: 0, line: 1, plan: plan)
        let block = RowBlock(plan)
        while reader.read(into: block) {}
        for place in 0..<min(count, 20) { start.storeBytes(of: 0x37, toByteOffset: place, as: UInt8.self) }
        let digits = UnsafeRawBufferPointer(start: start, count: min(count, 20))
        #expect(DecimalParser.parse(digits) == .number(Double(String(repeating: "7", count: digits.count)) ?? 0))
      }
    }
  }
}
