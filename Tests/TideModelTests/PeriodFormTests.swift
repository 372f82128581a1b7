import TideModel
import Testing

/// A published label with what it says, worked out by hand.
struct PeriodForm: Sendable {
  var label: String
  var start: String
  /// The first day after it.
  var end: String
  var months: Int?
  var yearType: YearType = .calendar
  var status: Status?
  var canonical: String
  var previous: String
  var previousIndependent: String

  static let all: [PeriodForm] = [
    year("2019"), year("2018 (Rev)", 2018, .revised), year("2020 (Final)", 2020),
    year("2025 (prov)", 2025, .provisional),
    pooled("2017 - 19"), pooled("2017-19"), pooled("2017-2019"), pooled("2017 to 2019"), pooled("2017 \u{2013} 19"),
    split("2019/20"), split("2019-20"), split("2019/2020"), split(" 2019/20 "),
    split("2019-20 (OT)"),
    PeriodForm(
      label: "1999/00", start: "1999-04-01", end: "2000-04-01", months: 12, yearType: .financial, canonical: "1999/00",
      previous: "1998/99", previousIndependent: "1998/99"),
    PeriodForm(
      label: "1998 - 00", start: "1998-01-01", end: "2001-01-01", months: 36, canonical: "1998 - 00",
      previous: "1997 - 99", previousIndependent: "1995 - 97"),
    PeriodForm(
      label: "2016 - 20", start: "2016-01-01", end: "2021-01-01", months: 60, canonical: "2016 - 20",
      previous: "2015 - 19", previousIndependent: "2011 - 15"),
    PeriodForm(
      label: "2008-10", start: "2008-01-01", end: "2011-01-01", months: 36, canonical: "2008 - 10",
      previous: "2007 - 09", previousIndependent: "2005 - 07"),
    PeriodForm(
      label: "2006-10", start: "2006-01-01", end: "2011-01-01", months: 60, canonical: "2006 - 10",
      previous: "2005 - 09", previousIndependent: "2001 - 05"),
    PeriodForm(
      label: "2019-2020", start: "2019-04-01", end: "2020-04-01", months: 12, yearType: .financial,
      canonical: "2019/20",
      previous: "2018/19", previousIndependent: "2018/19"),
    splitSpan("2013/14-15/16"), splitSpan("2013/14 - 15/16"), splitSpan("2013/14 - 2015/16"),
    PeriodForm(
      label: "2019 Q3", start: "2019-07-01", end: "2019-10-01", months: 3, canonical: "2019 Q3", previous: "2019 Q2",
      previousIndependent: "2019 Q2"),
    PeriodForm(
      label: "Q1 2019", start: "2019-01-01", end: "2019-04-01", months: 3, canonical: "2019 Q1", previous: "2018 Q4",
      previousIndependent: "2018 Q4"),
    PeriodForm(
      label: "2019/20 Q3", start: "2019-10-01", end: "2020-01-01", months: 3, yearType: .financial,
      canonical: "2019/20 Q3", previous: "2019/20 Q2", previousIndependent: "2019/20 Q2"),
    PeriodForm(
      label: "2019/20 Q4", start: "2020-01-01", end: "2020-04-01", months: 3, yearType: .financial,
      canonical: "2019/20 Q4", previous: "2019/20 Q3", previousIndependent: "2019/20 Q3"),
    month("Mar 2024"), month("March 2024"), month("2024-03"), month("2024 mar"),
    PeriodForm(
      label: "Sept 2024", start: "2024-09-01", end: "2024-10-01", months: 1, canonical: "Sep 2024",
      previous: "Aug 2024",
      previousIndependent: "Aug 2024"),
    PeriodForm(
      label: "Aug 2020 - Jul 2021", start: "2020-08-01", end: "2021-08-01", months: 12,
      canonical: "Aug 2020 - Jul 2021",
      previous: "Jul 2020 - Jun 2021", previousIndependent: "Aug 2019 - Jul 2020"),
    day("2024-03-05"), day("05/03/2024"),
    PeriodForm(
      label: "2024-03-04 + 2 weeks", start: "2024-03-04", end: "2024-03-18", canonical: "2024-03-04 + 2 weeks",
      previous: "2024-02-26 + 2 weeks", previousIndependent: "2024-02-19 + 2 weeks"),
    PeriodForm(
      label: "2024-03-04 + 14 days", start: "2024-03-04", end: "2024-03-18", canonical: "2024-03-04 + 14 days",
      previous: "2024-03-03 + 14 days", previousIndependent: "2024-02-19 + 14 days"),
  ]

  private static func year(_ label: String, _ year: Int = 2019, _ status: Status? = nil) -> PeriodForm {
    PeriodForm(
      label: label, start: "\(year)-01-01", end: "\(year + 1)-01-01", months: 12, status: status, canonical: "\(year)",
      previous: "\(year - 1)", previousIndependent: "\(year - 1)")
  }
  private static func pooled(_ label: String) -> PeriodForm {
    PeriodForm(
      label: label, start: "2017-01-01", end: "2020-01-01", months: 36, canonical: "2017 - 19", previous: "2016 - 18",
      previousIndependent: "2014 - 16")
  }
  private static func split(_ label: String) -> PeriodForm {
    PeriodForm(
      label: label, start: "2019-04-01", end: "2020-04-01", months: 12, yearType: .financial, canonical: "2019/20",
      previous: "2018/19", previousIndependent: "2018/19")
  }
  private static func splitSpan(_ label: String) -> PeriodForm {
    PeriodForm(
      label: label, start: "2013-04-01", end: "2016-04-01", months: 36, yearType: .financial,
      canonical: "2013/14 - 15/16", previous: "2012/13 - 14/15", previousIndependent: "2010/11 - 12/13")
  }
  private static func month(_ label: String) -> PeriodForm {
    PeriodForm(
      label: label, start: "2024-03-01", end: "2024-04-01", months: 1, canonical: "Mar 2024", previous: "Feb 2024",
      previousIndependent: "Feb 2024")
  }
  private static func day(_ label: String) -> PeriodForm {
    PeriodForm(
      label: label, start: "2024-03-05", end: "2024-03-06", canonical: "2024-03-05", previous: "2024-03-04",
      previousIndependent: "2024-03-04")
  }
}

@Suite("Published period labels")
struct PeriodFormTests {
  @Test("each form says when it starts, ends and what came before", arguments: PeriodForm.all)
  func form(_ form: PeriodForm) throws {
    let parsed = try #require(PeriodParser.parse(form.label))
    let period = parsed.period
    #expect(period.start.description == form.start)
    #expect(period.end.description == form.end)
    #expect(period.months == form.months)
    #expect(period.yearType == form.yearType)
    #expect(parsed.status == form.status)
    #expect(period.label == form.label.drop { $0 == " " }.split(separator: " ").joined(separator: " "))
    #expect(period.previous.label == form.previous)
    #expect(period.previousIndependent.label == form.previousIndependent)
    #expect(period.previousIndependent.end == period.start)
    #expect(!period.overlaps(period.previousIndependent))
    #expect(period.overlaps(period.previous) == (form.previous != form.previousIndependent))
    #expect(period.shifted(by: 0).label == form.canonical)
    #expect(period.hasCanonicalLabel == (period.label == form.canonical))
    #expect(Period(key: period.key) == period)
    #expect(PeriodParser.parse(form.canonical)?.period == period)
  }

  @Test("what is no period is refused")
  func refusals() {
    for label in [
      "", " ", "0", "19", "201", "20199", "2019/21", "2019/19", "2019/20/21", "2019 Q5", "2019 Q0", "2019 Q", "Q3",
      "Q3 2019 Q3", "2019-13", "2019-00", "2024-02-30", "2023-02-29", "31/04/2024", "2024-3-5", "2019 -", "- 2019",
      "2019 - 2018", "2019 - 18", "2019 - 19", "2019--21", "Foo 2019", "Ma 2019", "Mar", "1799", "2201",
      "2019/20 - 19/20", "2019/20 - 21", "2019/20 - 21/23", "Jul 2021 - Aug 2020", "2024-03-04 + 0 weeks",
      "2024-03-04 + 99999 days", "2024-03-04 + 2 months", "2024-03-04 +", "(2019)", "()", "(Rev)", "２０１９", "2019年",
      "2019.0", "20190000", "2019,2020", "England", "2019 (Rev", "\u{0}2019", "2019 2020",
    ] { #expect(PeriodParser.parse(label) == nil, "\(label.debugDescription)") }
  }

  @Test("the companion columns widen a one-year label, and refuse what contradicts it")
  func companions() {
    func read(_ label: String, _ sortable: Int?, _ range: String?) -> (String, String)? {
      PeriodParser.parse(label, sortable: sortable, range: range).map {
        ($0.period.start.description, $0.period.end.description)
      }
    }
    let cases: [(String, Int?, String?, (String, String)?)] = [
      ("2019", 20_190_000, "1y", ("2019-01-01", "2020-01-01")),
      ("2017 - 19", 20_170_000, "3y", ("2017-01-01", "2020-01-01")),
      ("2019", 20_170_000, "3y", ("2017-01-01", "2020-01-01")),
      ("2019", nil, "3y", ("2019-01-01", "2022-01-01")),
      ("2019/20", 20_170_000, "3y", ("2017-04-01", "2020-04-01")),
      ("2019/20", 20_190_000, nil, ("2019-04-01", "2020-04-01")),
      ("2019 Q3", 20_190_300, "3m", ("2019-07-01", "2019-10-01")),
      ("2019/20 Q4", 20_190_400, "3m", ("2020-01-01", "2020-04-01")),
      ("2019", nil, "nonsense", ("2019-01-01", "2020-01-01")),
      ("2019", 20_180_000, nil, nil), ("2019", 20_180_000, "1y", nil), ("2017 - 19", 20_160_000, "3y", nil),
      ("2019", 20_150_000, "3y", nil), ("2019", 20_200_000, "3y", nil), ("2019", .max, "3y", nil),
      ("2019", .min, "3y", nil), ("2019", 0, nil, nil), ("nonsense", 20_190_000, "1y", nil),
      ("2019", nil, "99999y", nil),
    ]
    for (label, sortable, range, expected) in cases {
      let found = read(label, sortable, range)
      #expect(found?.0 == expected?.0, "\(label) \(String(describing: sortable)) \(String(describing: range))")
      #expect(found?.1 == expected?.1, "\(label) \(String(describing: sortable)) \(String(describing: range))")
    }
  }

  @Test("an indicator's year says in which month 2019/20 begins")
  func yearTypes() throws {
    let starts: [YearType: String] = [
      .calendar: "2019-04-01", .financial: "2019-04-01", .academic: "2019-09-01", .augustToJuly: "2019-08-01",
      .julyToJune: "2019-07-01", .marchToFebruary: "2019-03-01", .octoberToSeptember: "2019-10-01",
      .novemberToOctober: "2019-11-01", .septemberToFebruary: "2019-09-01", .calendarRolling: "2019-04-01",
      .financialRolling: "2019-04-01", .financialEndPoint: "2019-04-01",
    ]
    let label = try #require(PeriodParser.parse("2019/20")).period
    let calendar = try #require(PeriodParser.parse("2019")).period
    let day = try #require(PeriodParser.parse("2024-03-05")).period
    for type in YearType.allCases {
      let read = label.read(as: type)
      #expect(read.start.description == starts[type], "\(type)")
      #expect(read.label == "2019/20")
      #expect(read.months == 12)
      #expect(calendar.read(as: type) == calendar)
      #expect(day.read(as: type) == day)
    }
    #expect(try #require(PeriodParser.parse("2019/20 Q2")).period.read(as: .academic).start.description == "2019-12-01")
  }

  @Test("pooled windows overlap their neighbours; equality and order go by time, not label")
  func order() throws {
    func period(_ label: String) throws -> Period { try #require(PeriodParser.parse(label)).period }
    #expect(try period("2017 - 19").overlaps(period("2019 - 21")))
    #expect(try !period("2017 - 19").overlaps(period("2020 - 22")))
    #expect(try period("2019/20").overlaps(period("2020")))
    #expect(try !period("2019/20").overlaps(period("2018")))
    #expect(try period("2017-19") == period("2017 - 19"))
    #expect(try Set([period("2019/20"), period("2019-20"), period("2019/2020 (Rev)")]).count == 1)
    #expect(try period("2019") != period("2019/20"))
    #expect(try period("Jan 2019 - Dec 2019") != period("2019"))
    let sorted = [
      "1999/00", "2017 - 19", "2019", "2019 Q1", "Jan 2019", "2019-01-01", "2019-01-02", "Feb 2019", "2019/20",
      "2019/20 - 21/22", "2019 Q3", "2019/20 Q4", "2020/21",
    ]
    #expect(try sorted.reversed().map(period).sorted().map(\.label) == sorted)
  }
}
