import Foundation
import TestSupport
import Testing

/// `rates` on the files of the reference vectors, as a user would run it.
@Suite struct RatesCommandTests {
  /// A file of the counts and denominators of some vectors, a row each, numbered to be told apart.
  private func file(_ rows: [[String: String]], in folder: TemporaryFolder) throws -> String {
    let lines = rows.enumerated().map { "\($0),\($1["area"] ?? ""),\($1["x"] ?? ""),\($1["n"] ?? "")\n" }
    return try folder.write("number,area,x,n\n" + lines.joined(), to: "counts.csv")
  }

  /// One level a run: each set of rows of a vector has its own confidence and multiplier.
  @Test(arguments: [("phe_rate", "rate", 528), ("phe_proportion", "proportion", 472)])
  func figuresAreThoseOfTheReference(vector: String, kind: String, expected: Int) throws {
    let all = try FileAnswers.csv(FileAnswers.vector(vector))
    var compared = 0
    for set in Dictionary(grouping: all, by: { [$0["confidence_arg"] ?? "", $0["multiplier"] ?? ""] }) {
      let folder = try TemporaryFolder()
      let answer = try FileAnswers.rows([
        "rates", try file(set.value, in: folder), "--kind", kind, "--confidence", set.key[0], "--multiplier",
        set.key[1],
      ])
      #expect(answer.count == set.value.count)
      let name = set.key[0].hasPrefix("0.94") ? "95" : set.key[0].hasPrefix("0.9000") ? "90" : ""
      let suffix = set.key[0] == "90" ? "90" : name.isEmpty ? "998" : name
      for (row, want) in zip(answer, set.value) {
        for (column, reference) in [
          ("count", "x"), ("denominator", "n"), ("value", "value"), ("lower_\(suffix)", "lowercl"),
          ("upper_\(suffix)", "uppercl"),
        ] {
          FileAnswers.expect(row[column], want[reference], "\(want)")
        }
        if want["value"] == "" {
          #expect(row.text("status") == "x" && row.text("note") == "no count", "\(row)")
        } else {
          #expect(row.text("method") == want["method"] && row.text("status").isEmpty, "\(row)")
        }
        compared += 1
      }
    }
    #expect(compared == expected)
  }

  /// Without an option both published levels stand beside the figure.
  @Test(arguments: [("phe_rate_two_levels", "rate", 132), ("phe_proportion_two_levels", "proportion", 118)])
  func bothLevelsAreThoseOfTheReference(vector: String, kind: String, expected: Int) throws {
    let folder = try TemporaryFolder()
    let all = try FileAnswers.csv(FileAnswers.vector(vector))
    let answer = try FileAnswers.rows(["rates", try file(all, in: folder), "--kind", kind])
    #expect(answer.count == expected && all.count == expected)
    for (row, want) in zip(answer, all) {
      for (column, reference) in [
        ("value", "value"), ("lower_95", "lower95_0cl"), ("upper_95", "upper95_0cl"), ("lower_998", "lower99_8cl"),
        ("upper_998", "upper99_8cl"),
      ] {
        FileAnswers.expect(row[column], want[reference], "\(want)")
      }
    }
  }

  /// The reference's sums of groups, taken apart into two years here: of these any parts have the same sum.
  @Test(arguments: [["--by", "area"], ["--sum", "year"], ["--by", "area", "--sum", "year"]])
  func sumsOfGroupsAreThoseOfTheReference(options: [String]) throws {
    let all = try FileAnswers.csv(FileAnswers.vector("grouped_aggregation_doc"))
    for (function, kind) in [("phe_rate", "rate"), ("phe_proportion", "proportion")] {
      let wanted = all.filter { $0["fn"] == function }
      var text = "area,year,numerator,denominator\n"
      for row in wanted {
        let (area, people) = (row["area"] ?? "", Int(row["n"] ?? "") ?? 0)
        let events = row["x"].flatMap(Int.init)
        text += "\(area),2021,\((events ?? 21) / 3),\(people / 3)\n"
        text += "\(area),2022,\(events.map { String($0 - $0 / 3) } ?? ""),\(people - people / 3)\n"
      }
      let folder = try TemporaryFolder()
      let answer = try FileAnswers.rows(
        ["rates", try folder.write(text, to: "counts.csv"), "--kind", kind] + options)
      #expect(answer.map { $0.text("area") } == wanted.compactMap { $0["area"] })
      for (row, want) in zip(answer, wanted) {
        FileAnswers.expect(row["value"], want["value"], "\(want)")
        FileAnswers.expect(row["lower_95"], want["lowercl"], "\(want)")
        FileAnswers.expect(row["upper_95"], want["uppercl"], "\(want)")
        FileAnswers.expect(row["count"], want["x"], "\(want)")
        FileAnswers.expect(row["denominator"], want["n"], "\(want)")
        #expect(row.number("rows") == 2)
        if want["x"] == "" { #expect(row.text("note") == "a member has no count or denominator: 2022", "\(row)") }
      }
    }
  }

  @Test func meansAreThoseOfTheReference() throws {
    let wanted = try FileAnswers.csv(FileAnswers.vector("phe_mean_expected"))
    let folder = try TemporaryFolder()
    let lines = try FileAnswers.csv(FileAnswers.vector("phe_mean_input")).map {
      "\($0["src"] ?? ""),\($0["area"] ?? ""),\($0["values"] ?? "")\n"
    }
    let file = try folder.write("src,area,Values\n" + lines.joined(), to: "values.csv")
    var compared = 0
    for (level, suffix) in [("0.90000000000000002", "90"), ("0.94999999999999996", "95"), ("0.998", "998")] {
      let answer = try FileAnswers.rows(["rates", file, "--kind", "mean", "--confidence", level])
      #expect(answer.count == 6)
      for row in answer {
        let want = try #require(
          wanted.first {
            $0["confidence_arg"] == level && $0["area"] == row.text("area") && $0["src"] == row.text("src")
          })
        for (column, reference) in [
          ("value", "value"), ("lower_\(suffix)", "lowercl"), ("upper_\(suffix)", "uppercl"), ("n", "value_count"),
          ("sum", "value_sum"), ("standard_deviation", "stdev"),
        ] {
          FileAnswers.expect(row[column], want[reference], "\(want) \(column)")
        }
        #expect(row.text("method") == want["method"])
        compared += 1
      }
    }
    #expect(compared == wanted.count)
  }
}
