/// Reads the period labels of published files.
///
/// Forms: `2019`; `2017 - 19`, `2017-19`, `2017-2019`, `2017 to 2019`; `2019/20`, `2019/2020`, `2019-20` and `2019-2020`
/// (consecutive years without spaces are a split year); `2019/20 - 21/22`, `2013/14-15/16`; `2019 Q3`, `2019/20 Q3`,
/// `Q3 2019`; `Mar 2024`, `March 2024`, `2024-03` (but `2008-10` is three years); `2024-03-05`, `05/03/2024`,
/// `2024-03-04 + 2 weeks`, `2024-03-04 + 10 days`; `Aug 2020 - Jul 2021`. A suffix in brackets is kept in the label; `(Rev)` and `(Prov)` also give a status.
public enum PeriodParser {
  /// The period a label stands for, or nil when the form is none of the above or the date does not exist.
  public static func parse(_ label: String) -> ParsedPeriod? {
    let trimmed = trim(label)
    var text = Substring(trimmed)
    var status: Status?
    if text.last == ")", let open = text.lastIndex(of: "(") {
      let suffix = Vocabulary.key(text[open...])
      text = trimSuffix(text[..<open])
      if suffix.hasPrefix("rev") {
        status = .revised
      } else if suffix.hasPrefix("prov") {
        status = .provisional
      }
    }
    guard let span = span(text), let period = span.labelled(trimmed) else { return nil }
    return ParsedPeriod(period: period, status: status)
  }

  /// The period of a label, sharpened by the two companion columns of the national service's files.
  ///
  /// - Parameters:
  ///   - sortable: `Time period Sortable`, YYYYQQMM of the START, for example 20170000; nil when absent.
  ///   - range: `Time period range`, for example 3y, 1y or 3m; nil when absent.
  /// - Returns: nil when the label cannot be read, or when the start the sortable key gives contradicts the label.
  public static func parse(_ label: String, sortable: Int?, range: String?) -> ParsedPeriod? {
    guard let parsed = parse(label) else { return nil }
    let period = parsed.period
    let sortableYear = sortable.map { $0 / 10000 }
    let labelYear = period.start.civil.year
    guard let range, let length = Self.range(range), length.unit == .year, period.unit == .year,
      length.count > 1, period.count == 1
    else {
      return period.unit == .year && labelYear != sortableYear ?? labelYear ? nil : parsed
    }
    // A label that names one year of a pooled span (often its last): the sortable key says where the span starts.
    let firstYear = sortableYear ?? labelYear
    guard firstYear <= labelYear, labelYear - firstYear < length.count,
      let start = CalendarDate(year: firstYear, month: period.start.civil.month),
      let pooled = Period(
        start: start, unit: .year, count: length.count, yearType: period.yearType, label: period.label)
    else { return nil }
    return ParsedPeriod(period: pooled, status: parsed.status)
  }

  /// `3y` -> 3 years, `3m` -> 3 months, `1q` -> a quarter; nil for anything else.
  static func range(_ text: String) -> (unit: Period.Unit, count: Int)? {
    let key = Vocabulary.key(text)
    guard let last = key.last, let count = Int(key.dropLast()), count > 0 else { return nil }
    switch last {
    case "y": return (.year, count)
    case "q": return (.quarter, count)
    case "m": return (.month, count)
    case "w": return (.week, count)
    case "d": return (.day, count)
    default: return nil
    }
  }

  private static func trim(_ text: String) -> String {
    String(trimSuffix(text.drop { $0.isWhitespace }))
  }

  private static func trimSuffix(_ text: Substring) -> Substring {
    var text = text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// One label without its bracketed suffix.
  private static func span(_ text: Substring) -> Draft? {
    let tokens = tokenise(text)
    guard !tokens.isEmpty, tokens.count <= 12 else { return nil }
    return daySpan(tokens) ?? monthSpan(tokens) ?? quarterSpan(tokens) ?? yearSpan(tokens)
  }
}

/// A period without its label.
struct Draft {
  let start: CalendarDate
  let unit: Period.Unit
  let count: Int
  let yearType: YearType

  func labelled(_ label: String) -> Period? {
    Period(start: start, unit: unit, count: count, yearType: yearType, label: label)
  }
}

extension PeriodParser {
  enum Token: Equatable {
    /// Digits: their value, and how many were written.
    case number(Int, digits: Int)
    /// Lower-cased letters.
    case word(String)
    case slash
    /// A dash or `to`; `spaced` when white space stands beside it.
    case dash(spaced: Bool)
    case plus
  }

  /// Empty when the text holds anything no period has.
  static func tokenise(_ text: Substring) -> [Token] {
    var tokens: [Token] = []
    var rest = text
    var afterSpace = false
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
        afterSpace = true
        if case .dash(false)? = tokens.last { tokens[tokens.count - 1] = .dash(spaced: true) }
        continue
      }
      if first.isASCII, first.isNumber {
        let run = rest.prefix { $0.isASCII && $0.isNumber }
        guard run.count <= 8, let value = Int(run) else { return [] }
        tokens.append(.number(value, digits: run.count))
        rest = rest.dropFirst(run.count)
      } else if first.isASCII, first.isLetter {
        let run = rest.prefix { $0.isASCII && $0.isLetter }
        let word = run.lowercased()
        tokens.append(word == "to" ? .dash(spaced: true) : .word(word))
        rest = rest.dropFirst(run.count)
      } else {
        switch first {
        case "/": tokens.append(.slash)
        case "-", "\u{2013}", "\u{2014}": tokens.append(.dash(spaced: afterSpace))
        case "+": tokens.append(.plus)
        default: return []
        }
        rest.removeFirst()
      }
      afterSpace = false
    }
    return tokens
  }

  /// A four-digit year of the range that statistics have.
  static func year(_ token: Token) -> Int? {
    guard case .number(let value, digits: 4) = token, (1800...2200).contains(value) else { return nil }
    return value
  }

  /// An end year in two or four digits, at or after `first`.
  static func endYear(_ token: Token, after first: Int) -> Int? {
    switch token {
    case .number(let value, digits: 4): return value >= first && value < first + 200 ? value : nil
    case .number(let value, digits: 2):
      let century = first / 100 * 100
      let same = century + value
      let year = same >= first ? same : same + 100
      return year - first < PeriodLabel.twoDigitReach ? year : nil
    default: return nil
    }
  }

  static func month(_ token: Token) -> Int? {
    guard case .word(let word) = token, word.count >= 3 else { return nil }
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
      "december",
    ]
    if word == "sept" { return 9 }
    return names.firstIndex { $0 == word || $0.prefix(3) == word }.map { $0 + 1 }
  }

  private static func yearSpan(_ tokens: [Token]) -> Draft? {
    guard let (first, isSplit, used) = yearOrSplit(tokens[...]) else { return nil }
    let type: YearType = isSplit ? .financial : .calendar
    let startMonth = type.startMonth
    guard let start = CalendarDate(year: first, month: startMonth) else { return nil }
    let rest = tokens.dropFirst(used)
    if rest.isEmpty { return Draft(start: start, unit: .year, count: 1, yearType: type) }
    guard case .dash(let spaced)? = rest.first else { return nil }
    let tail = Array(rest.dropFirst())
    if isSplit {
      // 2019/20 - 21/22
      guard tail.count == 3, tail[1] == .slash, let last = endYear(tail[0], after: first),
        endYear(tail[2], after: last) == last + 1, last > first
      else { return nil }
      return Draft(start: start, unit: .year, count: last - first + 1, yearType: type)
    }
    guard tail.count == 1, let last = endYear(tail[0], after: first), last > first else { return nil }
    if !spaced, last == first + 1 {
      guard let april = CalendarDate(year: first, month: YearType.financial.startMonth) else { return nil }
      return Draft(start: april, unit: .year, count: 1, yearType: .financial)
    }
    return Draft(start: start, unit: .year, count: last - first + 1, yearType: .calendar)
  }

  /// `2019`, or `2019/20` and `2019/2020`: the first year, whether it is split, and the tokens it took.
  private static func yearOrSplit(_ tokens: ArraySlice<Token>) -> (first: Int, isSplit: Bool, used: Int)? {
    guard let head = tokens.first, let first = year(head) else { return nil }
    let rest = Array(tokens.dropFirst())
    guard rest.first == .slash else { return (first, false, 1) }
    guard rest.count >= 2, endYear(rest[1], after: first) == first + 1 else { return nil }
    return (first, true, 3)
  }

  private static func quarterSpan(_ tokens: [Token]) -> Draft? {
    func quarter(_ pair: ArraySlice<Token>) -> Int? {
      guard pair.count == 2, pair.first == .word("q"), case .number(let n, digits: 1)? = pair.last,
        (1...4).contains(n)
      else { return nil }
      return n
    }
    let quarterFirst = quarter(tokens.prefix(2))
    let body = quarterFirst == nil ? tokens.dropLast(2) : tokens.dropFirst(2)
    guard let number = quarterFirst ?? quarter(tokens.suffix(2)), let (first, isSplit, used) = yearOrSplit(body),
      used == body.count
    else { return nil }
    let type: YearType = isSplit ? .financial : .calendar
    guard let start = CalendarDate(year: first, month: type.startMonth)?.adding(months: 3 * (number - 1)) else {
      return nil
    }
    return Draft(start: start, unit: .quarter, count: 1, yearType: type)
  }

  private static func monthSpan(_ tokens: [Token]) -> Draft? {
    func monthYear(_ pair: ArraySlice<Token>) -> CalendarDate? {
      guard pair.count == 2, let head = pair.first, let tail = pair.last else { return nil }
      if let month = month(head), let year = year(tail) { return CalendarDate(year: year, month: month) }
      if let year = year(head), let month = month(tail) { return CalendarDate(year: year, month: month) }
      return nil
    }
    if let start = monthYear(tokens[...]) { return Draft(start: start, unit: .month, count: 1, yearType: .calendar) }
    if tokens.count == 3, let year = year(tokens[0]), case .dash(false) = tokens[1],
      case .number(let month, digits: 2) = tokens[2], let start = CalendarDate(year: year, month: month),
      !isPooledOrSplit(endingIn: month, from: year)
    {
      return Draft(start: start, unit: .month, count: 1, yearType: .calendar)
    }
    guard tokens.count == 5, case .dash = tokens[2], let first = monthYear(tokens[0...1]),
      let last = monthYear(tokens[3...4]), first <= last
    else { return nil }
    let months = (last.civil.year - first.civil.year) * 12 + last.civil.month - first.civil.month + 1
    return Draft(start: first, unit: .month, count: months, yearType: .calendar)
  }

  /// Whether `2008-10` is years, not October: two digits that end a split year or a window of three or five years, which
  /// publishers write far more often than months in digits.
  private static func isPooledOrSplit(endingIn digits: Int, from year: Int) -> Bool {
    [1, 2, 4].contains { (year + $0) % 100 == digits }
  }

  private static func daySpan(_ tokens: [Token]) -> Draft? {
    if tokens.count >= 5, let year = year(tokens[0]), case .dash(false) = tokens[1],
      case .number(let month, digits: 2) = tokens[2], case .dash(false) = tokens[3],
      case .number(let day, digits: 2) = tokens[4], let start = CalendarDate(year: year, month: month, dayOfMonth: day)
    {
      if tokens.count == 5 { return Draft(start: start, unit: .day, count: 1, yearType: .calendar) }
      guard tokens.count == 8, tokens[5] == .plus, case .number(let count, _) = tokens[6],
        case .word(let word) = tokens[7], (1...32767).contains(count)
      else { return nil }
      switch word {
      case "week", "weeks": return Draft(start: start, unit: .week, count: count, yearType: .calendar)
      case "day", "days": return Draft(start: start, unit: .day, count: count, yearType: .calendar)
      default: return nil
      }
    }
    // 05/03/2024, the British order.
    guard tokens.count == 5, case .number(let day, digits: 2) = tokens[0], tokens[1] == .slash,
      case .number(let month, digits: 2) = tokens[2], tokens[3] == .slash, let year = year(tokens[4]),
      let start = CalendarDate(year: year, month: month, dayOfMonth: day)
    else { return nil }
    return Draft(start: start, unit: .day, count: 1, yearType: .calendar)
  }
}
