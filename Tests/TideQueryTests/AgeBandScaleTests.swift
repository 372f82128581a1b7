import TestSupport
import TideModel
import TideQuery
import Testing

/// Files of many groups: what is calculated of each is what would be of a file that holds nothing else, in whatever order the rows
/// stand.
@Suite struct AgeBandScaleTests {
  private static let file = AgeBandFile(areas: 600, years: 4, seed: 20_131)
  private static let orders = [file, file.shuffled(seed: 7), AgeBandFile.alternating(file)]

  /// The rows of an answer about one group, without footnotes and title.
  private func rows(_ table: ResultTable) -> [[ResultTable.Cell]] { table.rows.map(Array.init) }

  @Test(arguments: 0..<3)
  func ratesOfManyGroupsAreThoseOfEachAlone(order: Int) throws {
    let file = Self.orders[order]
    let answer = rows(try DirectRates(try file.table(), DirectRates.Options()).table())
    let groups = file.groups
    #expect(answer.count == groups.count && groups.count == 2400)
    for (place, row) in answer.enumerated() {
      expectRate(row, groups[place])
      guard place % 40 == order else { continue }
      #expect([row] == rows(try DirectRates(try groups[place].table(), DirectRates.Options()).table()))
    }
  }

  /// Σ xw/n / Σw × 100,000, worked out here.
  private func expectRate(_ row: [ResultTable.Cell], _ group: AgeBandFile) {
    let first = group.rows[0]
    #expect(row[0] == .text(first.area) && row[1] == .text("\(first.year)"))
    guard !group.rows.contains(where: { ["c", "*"].contains($0.count) }) else {
      #expect(row[2] == .missing && row.contains(.status(.suppressed)))
      return
    }
    let inOrder = group.rows.sorted { $0.band < $1.band }
    let weighted = inOrder.reduce(0) { $0 + ($1.events ?? 0) * AgeBandFile.standard[$1.band].weight / $1.people }
    let total = AgeBandFile.standard.reduce(0) { $0 + $1.weight }
    guard case .number(let value) = row[2] else {
      Issue.record("no rate: \(row)")
      return
    }
    #expect((value - weighted / total * 100_000).magnitude <= 1e-12 * value)
    let blanks = group.rows.count { $0.count.isEmpty }
    #expect(row.last == (blanks == 0 ? .missing : .text("\(blanks) blank count\(blanks == 1 ? "" : "s") read as 0")))
  }

  @Test(arguments: 0..<3)
  func lifeTablesOfManyGroupsAreThoseOfEachAlone(order: Int) throws {
    let file = Self.orders[order]
    let answer = rows(try LifeTables(try file.table()).table())
    let groups = file.groups
    #expect(answer.count == groups.count * AgeBandFile.standard.count)
    for (place, group) in groups.enumerated() where place % 60 == order {
      let start = place * AgeBandFile.standard.count
      let alone = rows(try LifeTables(try group.table()).table())
      #expect(Array(answer[start..<start + AgeBandFile.standard.count]) == alone)
    }
  }

  /// Every area stands beside the first, year by year.
  @Test(arguments: 0..<3)
  func eachGroupHasItsOwnReference(order: Int) throws {
    let file = Self.orders[order]
    let name = AgeBandFile.name(0)
    let answer = rows(
      try IndirectRates(try file.table(), IndirectRates.Options(references: [name])).table())
    let groups = file.groups
    let references = Dictionary(
      uniqueKeysWithValues: groups.filter { $0.rows[0].area == name }.map { ($0.rows[0].year, $0) })
    #expect(references.count == 4 && answer.count == groups.count)
    var compared = 0
    for (row, group) in zip(answer, groups) {
      let reference = try #require(references[group.rows[0].year])
      guard !(group.rows + reference.rows).contains(where: { ["c", "*"].contains($0.count) }) else {
        #expect(row[2] == .missing && row.contains(.status(.suppressed)))
        continue
      }
      let rates = Dictionary(uniqueKeysWithValues: reference.rows.map { ($0.band, ($0.events ?? 0) / $0.people) })
      let expected = group.rows.reduce(0) { $0 + (rates[$1.band] ?? 0) * $1.people }
      let observed = group.rows.reduce(0) { $0 + ($1.events ?? 0) }
      guard case .number(let value) = row[2] else {
        Issue.record("no ratio: \(row)")
        continue
      }
      #expect((value - observed / expected * 100).magnitude <= 1e-11 * value)
      compared += 1
    }
    #expect(compared > 1000)
  }

  /// Groups with bands of their own among others: <1 and 1-4 for 0-4, or 85+ for the last two.
  @Test func bandsMayDifferFromGroupToGroup() throws {
    var lines: [String] = []
    for area in 0..<60 {
      for band in AgeBandFile.standard.indices {
        let (from, count) = (5 * band, 3 + area + band)
        switch (area % 3, band) {
        case (1, 0): lines += ["A\(area),1-4,2,3000", "A\(area),<1,1,700"]
        case (2, 17): lines.append("A\(area),85+,\(count),900")
        case (2, 18): break
        case (_, 18): lines.append("A\(area),90+,\(count),400")
        default: lines.append("A\(area),\(from)-\(from + 4),\(count),\(4000 + area * band)")
        }
      }
    }
    func rates(_ lines: [String]) throws -> [[ResultTable.Cell]] {
      let text = "area,age,count,population\n" + lines.joined(separator: "\n") + "\n"
      return rows(try DirectRates(try AgeBandFile.table(text), DirectRates.Options()).table())
    }
    var generator = SeededGenerator(seed: 3)
    for order in [lines, lines.reversed(), lines.shuffled(using: &generator)] {
      for row in try rates(order) {
        guard case .text(let area) = row[0] else { continue }
        #expect([row] == (try rates(lines.filter { $0.hasPrefix(area + ",") })), "\(area)")
        #expect(row[2] != .missing)
      }
    }
  }

  /// The first fault in the order of groups and, in each, of rows is told, wherever it stands among the others.
  @Test func faultsAreFoundInTheMidst() throws {
    let lines = AgeBandFile(areas: 40, years: 1, seed: 5).text.split(separator: "\n").map(String.init)
    func fault(_ change: (inout [String]) -> Void) throws -> String {
      var changed = lines
      change(&changed)
      let table = try AgeBandFile.table(changed.joined(separator: "\n") + "\n")
      do {
        _ = try DirectRates(table, DirectRates.Options())
        return ""
      } catch {
        return "\(error.message)".replacing(table.file, with: "file")
      }
    }
    // Area 3 names first ages: its rows are 58 to 76 of the file, on lines 59 to 77.
    let area = 58
    #expect(lines[area].hasPrefix("Area 3,2001,0,"))
    #expect(
      try fault { $0[area + 4] = $0[area + 4].replacing(",20,", with: ",15,") }
        == "file:63:3: the age band 15 of Area 3, 2001 is there twice, first on line 62")
    // A group is called as its first row writes it: here with the accent apart.
    #expect(
      try fault { $0[1 + 2 * 19 + 6] = "Ynys Mo\u{302}n 2,2001,5-9,1,900" }.utf8.elementsEqual(
        "file:46:3: the age band 5-9 of Ynys M\u{F4}n 2, 2001 is there twice, first on line 41".utf8))
    #expect(
      try fault { $0[area + 4] = $0[area + 4].replacing(",20,", with: ",Oct-14,") }
        == "file:63:3: 'Oct-14' is no age band")
    #expect(
      try fault { $0[area + 4] = $0[area + 4].replacing(",20,", with: ",,") } == "file:63:3: there is no age band")
    #expect(
      try fault { $0[1] = $0[1].replacing(",0-4,", with: ",0-14,") }
        == "file:3:3: the age bands 0-14 and 5-9 overlap")
    #expect(
      try fault { $0.remove(at: area + 19 + 4) } == "file:78:3: Area 4, 2001: the age band 20-24 is missing")
  }

  @Test func sumsOfManyMembersAreThoseOfPlainArithmetic() throws {
    var generator = SeededGenerator(seed: 11)
    var lines: [(area: Int, year: Int, band: Int, count: Int, people: Int)] = []
    for area in 0..<500 {
      for year in [2001, 2002, 2003] {
        for band in AgeBandFile.standard.indices {
          lines.append(
            (
              area, year, band, Int.random(in: 0...9, using: &generator), Int.random(in: 100...900, using: &generator)
            ))
        }
      }
    }
    var sums: [Int: (count: Int, people: Int)] = [:]
    for line in lines {
      sums[line.year * 100 + line.band, default: (0, 0)].count += line.count
      sums[line.year * 100 + line.band, default: (0, 0)].people += line.people
    }
    for order in [lines, lines.shuffled(using: &generator)] {
      let text = order.map { line in
        let from = 5 * line.band
        let age = line.band == 18 ? "90+" : line.area % 2 == 0 ? "\(from)-\(from + 4)" : "\(from) to \(from + 4)"
        return "A\(line.area),\(line.year),\(age),\(line.count),\(line.people)\n"
      }
      let summed = try SummedBands(
        try AgeBandFile.table("area,year,age,count,population\n" + text.joined()), over: ["area"])
      #expect(summed.remark == "Added up over area: 500 members." && summed.table.rows.count == 57)
      #expect(summed.table.columns.map(\.heading) == ["year", "age", "count", "population"])
      for row in summed.table.rows {
        let year = try #require(Int(row.cells[0].text))
        let from = try #require(Int(row.cells[1].text.prefix { $0.isNumber }))
        let sum = try #require(sums[year * 100 + from / 5])
        #expect(row.cells[2].number == Double(sum.count) && row.cells[3].number == Double(sum.people))
        let first = try #require(order.firstIndex { $0.year == year && $0.band == from / 5 })
        #expect(row.line == first + 2)
      }
    }
  }

  @Test func aMemberOfManyThatIsNotWholeIsNamed() throws {
    var lines = ["area,age,count,population"]
    for area in 0..<300 { for age in ["0-4", "5-9", "10+"] { lines.append("A\(area),\(age),1,100") } }
    func fault(_ change: (inout [String]) -> Void) throws -> String {
      var changed = lines
      change(&changed)
      let table = try AgeBandFile.table(changed.joined(separator: "\n") + "\n")
      do {
        _ = try SummedBands(table, over: ["area"])
        return ""
      } catch {
        return error.message.replacing(table.file, with: "file")
      }
    }
    #expect(try fault { $0.remove(at: 3 * 120 + 2) } == "file:3:2: A120 has no row of the age band 5-9")
    #expect(
      try fault { $0.append("A7,5 to 9,1,100") } == "file:902:2: 5-9 of A7 is there twice, first on line 24")
    #expect(
      try fault { $0[3 * 200 + 3] = "A200,10+,1," } == "file:604:4: population of A200 is blank")
    #expect(try fault { $0[3 * 200 + 3] = "A200,10+,*,100" }.isEmpty)
  }
}

extension AgeBandFile {
  /// The rows of all groups in turn, the oldest band first.
  static func alternating(_ file: AgeBandFile) -> AgeBandFile {
    var turned = file
    turned.rows = file.rows.enumerated().sorted { ($1.element.band, $0.offset) < ($0.element.band, $1.offset) }
      .map(\.element)
    return turned
  }
}
