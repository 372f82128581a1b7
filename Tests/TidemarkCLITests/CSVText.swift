/// CSV text without quoted line ends, read by the tests' own rules.
enum CSVText {
  /// The cells of each line, the headings first.
  static func rows(_ csv: String) -> [[String]] {
    csv.split(separator: "\n").map { line in
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }

  /// The named columns of each row, in the order named.
  static func rows(_ csv: String, _ names: [String]) -> [[String]] {
    let all = rows(csv)
    let places = names.map { name in all.first?.firstIndex(of: name) ?? -1 }
    return all.dropFirst().map { row in places.map { row.indices.contains($0) ? row[$0] : "" } }
  }
}
