import TideMethods
import TideModel

/// One age band of a group: its ages and the rows that speak of it.
struct AgeBand {
  let ages: AgeRange
  let rows: AgeBandRows
}

/// Some rows of a table, those of one band or of one group.
struct AgeBandRows: RandomAccessCollection {
  let table: AgeBandTable
  /// The rows' places in the table.
  let places: ArraySlice<Int32>

  var startIndex: Int { 0 }
  var endIndex: Int { places.count }
  subscript(place: Int) -> AgeBandTable.Row { table.rows[Int(places[places.startIndex + place])] }
}

/// The rows of a table that differ in age alone, from the youngest.
struct AgeBandGroup {
  /// All groups of the file.
  let file: GroupedRows
  /// Its place among them.
  let number: Int

  /// The texts of the columns that tell groups apart, in their order.
  var keys: [String] { file.columns.indices.map(key) }

  /// The text of one of them.
  func key(_ place: Int) -> String { file.table.cells[file.columns[place]][first].text }

  /// A number that two groups of a file share exactly where they have the same text there.
  func same(_ place: Int) -> Int32 { file.table.cells[file.columns[place]].same(first) }

  /// What the group is called in messages.
  var name: String { file.columns.isEmpty ? "the file" : keys.joined(separator: ", ") }

  /// The first of its rows in the file.
  var first: Int { Int(file.firsts[number]) }

  /// The places of its rows in the table, from the youngest band.
  var places: ArraySlice<Int32> { file.rows[Int(file.starts[number])..<Int(file.starts[number + 1])] }

  /// Which of the file's layouts its bands have.
  var layoutNumber: Int { Int(file.layoutNumbers[number]) }

  /// How its rows make up bands.
  var layout: BandLayout { file.layouts[layoutNumber] }

  /// The bands' ages, from the youngest.
  var ages: [AgeRange] { layout.ages }

  /// Its bands, from the youngest.
  var bands: AgeBands { AgeBands(table: file.table, places: places, layout: layout) }

  /// The number of each band in a column, where each has one row; nil where it is missing.
  func numbers(_ column: Int?) -> [Double?] {
    guard let column else { return [] }
    let cells = file.table.cells[column]
    let places = places
    return layout.starts.map { cells.number(Int(places[places.startIndex + $0])) }
  }

  /// How many of its rows have no number in a column.
  func blanks(in column: Int) -> Int {
    let cells = file.table.cells[column]
    return places.count { cells.number(Int($0)) == nil }
  }

  /// The first suppressed cell of some columns, as a reason.
  func suppression(in columns: [Int?], of table: AgeBandTable) -> String? {
    let some = columns.compactMap { $0 }.filter { file.isSuppressed[$0] }
    if some.isEmpty { return nil }
    for (place, row) in places.enumerated() {
      for column in some where table.cells[column].status(Int(row)) == .suppressed {
        return "\(table.columns[column].heading) of the age band \(layout.ages(of: place).text) is suppressed"
      }
    }
    return nil
  }

  /// Nothing can be calculated where a cell of some columns is suppressed.
  func checkShown(_ columns: [Int?], of table: AgeBandTable) throws(Obstacle) {
    if let reason = suppression(in: columns, of: table) { throw Obstacle(reason, status: .suppressed) }
  }
}

/// The bands of a group, from the youngest.
struct AgeBands: RandomAccessCollection {
  let table: AgeBandTable
  let places: ArraySlice<Int32>
  let layout: BandLayout

  var startIndex: Int { 0 }
  var endIndex: Int { layout.ages.count }
  subscript(band: Int) -> AgeBand {
    let rows = layout.rows(of: band)
    let start = places.startIndex
    return AgeBand(
      ages: layout.ages[band],
      rows: AgeBandRows(table: table, places: places[start + rows.lowerBound..<start + rows.upperBound]))
  }
}

/// The rows of a file by group and age band.
final class GroupedRows: Sendable {
  let table: AgeBandTable
  /// The positions of the columns that tell groups apart.
  let columns: [Int]
  /// The rows' places in the table, group by group and from the youngest band.
  let rows: [Int32]
  /// Where each group begins among ``rows``, and where the last ends.
  let starts: [Int32]
  /// The first row of each group in the file.
  let firsts: [Int32]
  /// The layout of each group's bands.
  let layoutNumbers: [Int32]
  /// The layouts that the groups have: in most files one.
  let layouts: [BandLayout]
  /// For each column of the table, whether one of its cells is suppressed.
  let isSuppressed: [Bool]

  init(
    _ table: AgeBandTable, _ columns: [Int], rows: [Int32], starts: [Int32], firsts: [Int32], layoutNumbers: [Int32],
    layouts: [BandLayout]
  ) {
    self.table = table
    self.columns = columns
    self.rows = rows
    self.starts = starts
    self.firsts = firsts
    self.layoutNumbers = layoutNumbers
    self.layouts = layouts
    isSuppressed = table.cells.map { $0.different.contains { $0.status == .suppressed } }
  }
}

/// The ages of a group's bands, and how many rows each has.
struct BandLayout: Sendable, Hashable {
  /// From the youngest.
  let ages: [AgeRange]
  /// Where each band's rows begin among the group's.
  let starts: [Int]
  /// How many rows there are in all.
  let count: Int

  /// Bands with their numbers of rows.
  init(ages: [AgeRange], rows: [Int]) {
    self.ages = ages
    var starts: [Int] = []
    var count = 0
    for more in rows {
      starts.append(count)
      count += more
    }
    self.starts = starts
    self.count = count
  }

  /// Whether each band has one row.
  var isSingle: Bool { count == ages.count }

  /// The places of a band's rows among the group's.
  func rows(of band: Int) -> Range<Int> { starts[band]..<(band + 1 < starts.count ? starts[band + 1] : count) }

  /// The ages of the band to which one of the group's rows belongs.
  func ages(of row: Int) -> AgeRange { ages[(starts.firstIndex { $0 > row } ?? starts.count) - 1] }
}
