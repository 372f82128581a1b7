import TideModel
import TideStore

/// Bytes as the small words of a file: periods, their sortable forms and ranges, markers, notes, codes, days.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWords(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  if let parsed = PeriodParser.parse(text) { check(parsed.period) }
  let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
  if parts.count > 2, let parsed = PeriodParser.parse(parts[0], sortable: Int(parts[1]), range: parts[2]) {
    check(parsed.period)
  }
  if let status = Status(marker: text) {
    precondition(Status.allCases.contains(status))
  }
  for hasValue in [false, true] { _ = Status.of(note: text, hasValue: hasValue) }
  _ = Status.saysValueIsSuppressed(note: text)
  _ = AreaClass(code: text)
  _ = AreaType.usual(forCode: text)
  _ = AreaType(name: text)
  _ = Vocabulary.key(text)
  _ = Vocabulary.words(text)
  _ = AsOf(text)
  if let date = CalendarDate(iso: text) {
    precondition(CalendarDate(iso: date.description) == date, "a day does not come back")
  }
  return 0
}

/// A period is one that a store can hold: its key gives it back.
private func check(_ period: Period) {
  precondition(Period(key: period.key) == period, "a period does not come back from its key")
}
